/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZIMPORT_SRC_HTTP_VIA_H
#define ZIMPORT_SRC_HTTP_VIA_H

#include "http/writer.h"

/* For a proxy that forwards requests. Only zimport_proxy_parse refers to zimport_via_http, so that a program without a
 * proxy does not link it. */
struct zimport_via {
    /* After the method, and among the fields. */
    void (*site)(zimport_http_writer *writer, const zimport_origin *origin);
    void (*credentials)(zimport_http_writer *writer, const zimport_proxy_server *server);
    /* ZIMPORT_OK: the reply is the service's; else the proxy's: ZIMPORT_PROXY_REFUSED, _FAILED. */
    zimport_status (*judge)(uint16_t http_status, bool json);
};

extern const struct zimport_via zimport_via_http;

#endif
