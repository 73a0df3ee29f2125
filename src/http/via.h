/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZIMPORT_SRC_HTTP_VIA_H
#define ZIMPORT_SRC_HTTP_VIA_H

#include "http/writer.h"

/* What differs when a proxy passes requests on. Only zimport_proxy_parse names it, so that who uses no proxy links
 * nothing of it. */
struct zimport_via {
    /* Behind the method, and among the fields. */
    void (*site)(zimport_http_writer *writer, const zimport_origin *origin);
    void (*credentials)(zimport_http_writer *writer, const zimport_proxy_server *server);
    /* Whether a reply is the proxy's own: ZIMPORT_PROXY_REFUSED, _FAILED, or ZIMPORT_OK when it is the service's.
     * `json`: its body is JSON. */
    zimport_status (*judge)(uint16_t http_status, bool json);
};

extern const struct zimport_via via_http;

#endif
