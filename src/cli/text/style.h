/* SPDX-License-Identifier: Apache-2.0 */
/* Colours, for the words of states alone. */
#ifndef ZIMPORT_CLI_TEXT_STYLE_H
#define ZIMPORT_CLI_TEXT_STYLE_H

#include "cli/text/out.h"
#include "zimport/api.h"

/* The state's name; or what it really is, where every file is imported and the rest is up to the index. */
const char *style_word(zimport_state state, bool indexing);

/* Writes the state's name, in its colour if `color`. */
void style_state(out *to, zimport_state state, bool indexing, bool color);

#endif
