/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZIMPORT_SRC_HTTP_VIA_H
#define ZIMPORT_SRC_HTTP_VIA_H

#include "http/writer.h"

/* What differs when a proxy forwards requests. Only zimport_proxy_parse refers to via_http, so that a program without a
 * proxy does not link it. */
struct zimport_via {
    /* Write after the method, and among the fields. */
    void (*site)(zimport_http_writer *writer, const zimport_origin *origin);
    void (*credentials)(zimport_http_writer *writer, const zimport_proxy_server *server);
    /* Tells a reply of the proxy itself (ZIMPORT_PROXY_REFUSED, _FAILED) from one of the service (ZIMPORT_OK). `json`:
     * the body is JSON. */
    zimport_status (*judge)(uint16_t http_status, bool json);
};

extern const struct zimport_via via_http;

#endif
