/* SPDX-License-Identifier: Apache-2.0 */
/* Colours, for the words of states alone. */
#ifndef ZIMPORT_CLI_STYLE_H
#define ZIMPORT_CLI_STYLE_H

#include "cli/out.h"
#include "zimport/api.h"

/* Writes the state's name, in its colour if `color`. */
void style_state(out *to, zimport_state state, bool color);

#endif
