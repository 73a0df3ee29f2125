/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/text/certificate.h"

#include "zimport/mbedtls.h"

void certificate_fault(out *to, int32_t detail) {
    const char *words = zimport_tls_cause(detail);

    out_text(to, *words != '\0' ? words : "cannot be used");
    if (ZIMPORT_TLS_EXTENSION(detail) > 0) {
        out_text(to, ": 2.5.29.");
        out_number(to, (uint64_t)ZIMPORT_TLS_EXTENSION(detail));
    }
}
