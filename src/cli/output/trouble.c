/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "cli/output/failure.h"

/* HTTP statuses, less 500, of a gateway, a portal or (from 520 on) a CDN that does not reach the service. */
static const uint8_t gateway[] = {2, 4, 11, 20, 21, 22, 23, 24, 25, 26, 30};

const char *trouble_words(zimport_status status, const zimport_answer *answer) {
    int http = answer && answer->code_row == 0 ? answer->http_status : 0;

    if (answer && answer->code_row > 0 && (answer->code == 10000 || answer->code == 65535)) {
        http = 500; /* codes of Milvus for what it gave up, and for what it did not expect */
    }
    if (http > 500 && memchr(gateway, http - 500, sizeof gateway)) {
        return "the gateway cannot reach the service";
    }
    if (http < 500 || status == ZIMPORT_REFUSED) {
        return zimport_status_text(http == 408 ? ZIMPORT_TOTAL_TIMEOUT : status);
    }
    return http == 503 ? "the service is not available" : "the service failed";
}

const char *trouble_advice(const zimport_answer *answer) {
    switch (answer->code_row > 0 ? 0 : answer->http_status - 500) {
    case 1:
    case 5:
        return "check --api and the endpoint";
    case 11:
        return "this network wants a login first: open a page in a browser";
    case 25:
    case 26:
        return "the CDN does not trust its server's certificate: the operator must fix that";
    default:
        return NULL;
    }
}
