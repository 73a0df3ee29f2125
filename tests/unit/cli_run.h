/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZIMPORT_TESTS_CLI_RUN_H
#define ZIMPORT_TESTS_CLI_RUN_H

#include "check.h"
#include "cli/text/out.h"

static inline out memory_out(void) {
    static char memory[65536];

    return (out){.data = memory, .capacity = sizeof memory};
}

static inline zimport_view written(const out *to) {
    return (zimport_view){to->data, to->size};
}

#endif
