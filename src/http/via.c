/* SPDX-License-Identifier: Apache-2.0 */
#include "http/via.h"

static void put_credentials(zimport_http_writer *writer, const zimport_proxy_server *server) {
    if (server->credentials[0] != '\0') {
        zimport_http_field(writer, "Proxy-Authorization", "Basic ", zimport_view_of(server->credentials));
    }
}

/* The service always answers in JSON, a proxy in HTML if at all. 401 is for servers, but tinyproxy sends it too. */
static zimport_status judge(uint16_t http_status, bool json) {
    if (http_status == 407) {
        return ZIMPORT_PROXY_REFUSED;
    }
    switch (json ? 0 : http_status) {
    case 401:
    case 403:
        return ZIMPORT_PROXY_REFUSED;
    case 500:
    case 502:
    case 503:
    case 504:
        return ZIMPORT_PROXY_FAILED;
    default:
        return ZIMPORT_OK;
    }
}

const struct zimport_via zimport_via_http = {zimport_http_site, put_credentials, judge};
