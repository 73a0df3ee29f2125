/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZIMPORT_TESTS_CLI_RUN_H
#define ZIMPORT_TESTS_CLI_RUN_H

#include "check.h"
#include "cli/text/out.h"
#include "cli/text/quote.h"

static inline out memory_out(void) {
    static char memory[65536];

    return (out){.data = memory, .capacity = sizeof memory};
}

static inline zimport_view written(const out *to) {
    return (zimport_view){to->data, to->size};
}

/* NULL: unset. */
static inline void set_variable(const char *name, const char *value) {
    if (value) {
        setenv(name, value, 1);
    } else {
        unsetenv(name);
    }
}

/* A setup: s3cr3t is masked, on a terminal without UTF-8. */
static inline int mask_secret(void **state) {
    (void)state;
    quote_set_secret(VIEW("s3cr3t"));
    quote_set_unicode(false);
    return 0;
}

#endif
