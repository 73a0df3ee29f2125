/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZIMPORT_SRC_HTTP_PASSING_H
#define ZIMPORT_SRC_HTTP_PASSING_H

#include <stdbool.h>
#include <stdint.h>

#define BIT(n) (UINT32_C(1) << (n))

/* A retry may help: 408, 425, 429 and every 5xx but 501, 505 and 511 (RFC 6585), which are about the request or the
 * network in between, and 525 and 526, with which a CDN rejects the server's certificate. */
static inline bool http_is_passing(unsigned status) {
    uint32_t passing = BIT(8) | BIT(25) | BIT(29);
    unsigned rest = status - 400;

    if (status >= 500) {
        passing = ~(BIT(1) | BIT(5) | BIT(11) | BIT(25) | BIT(26));
        rest -= 100;
    }
    return (passing >> (rest < 31 ? rest : 31) & 1) != 0; /* the last bit covers all higher ones */
}

#endif
