/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZIMPORT_CLI_OUTPUT_EXITS_H
#define ZIMPORT_CLI_OUTPUT_EXITS_H

#include "zimport/api.h"

enum {
    EXIT_GOOD = 0,
    EXIT_INTERNAL = 1,
    EXIT_USAGE = 2,
    EXIT_UNFINISHED = 3,
    EXIT_FAILED = 4,
    EXIT_NOT_FOUND = 5,
    EXIT_UNAUTHORIZED = 6,
    EXIT_NETWORK = 7,
    EXIT_TLS = 8,
    EXIT_SERVER = 9,
    EXIT_TIMEOUT = 10,
    EXIT_SIGNAL = 128 /* and the signal's number */
};

int exits_of_status(zimport_status status);

/* As `status --exit-code` and `wait` report it. */
int exits_of_state(zimport_state state);
int exits_of_end(zimport_state state);

int exits_worse(int a, int b);

/* "not-found" and so on; "" if it is not an error. */
const char *exits_kind(int status);

/* NULL for an unknown number. */
const char *exits_meaning(int status);

#endif
