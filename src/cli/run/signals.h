/* SPDX-License-Identifier: Apache-2.0 */
/* Each signal makes a pipe readable. */
#ifndef ZIMPORT_CLI_RUN_SIGNALS_H
#define ZIMPORT_CLI_RUN_SIGNALS_H

#include <stdbool.h>

/* SIGINT, SIGTERM, SIGWINCH and, for a hook, SIGCHLD. Returns the descriptor to wait for, or -1 with errno. */
int signals_catch(void);

/* The signal that asks to end, or 0. Empties the pipe. */
int signals_take(void);

#endif
