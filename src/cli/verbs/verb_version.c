/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/output/exits.h"
#include "cli/screen/console.h"
#include "cli/verbs/verbs.h"
#include "zimport/mbedtls.h"

int verb_version(void) {
    zimport_trust_memory builtin;
    bool old = zimport_tls_has(ZIMPORT_TLS_1_2);
    out *to = console_out();

    out_text(to, "zimport " ZIMPORT_VERSION "\nmbedTLS ");
    out_text(to, zimport_tls_library());
    out_text(to, old ? "\nTLS 1.2" : "\nTLS");
    if (zimport_tls_has(ZIMPORT_TLS_1_3)) {
        out_text(to, old ? ", 1.3" : " 1.3");
    }
    out_text(to, zimport_trust_builtin_init(&builtin) == ZIMPORT_OK ? "\nTrust store built in: yes"
                                                                    : "\nTrust store built in: no");
    out_text(to, "\nFeatures: " BUILT_FEATURES "\n");
    return console_finish() ? EXIT_GOOD : EXIT_INTERNAL;
}
