/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZIMPORT_CLI_TEXT_STYLE_H
#define ZIMPORT_CLI_TEXT_STYLE_H

#include "cli/text/out.h"
#include "zimport/api.h"

/* The state's name, or that it waits for the index. */
const char *style_word(zimport_state state, bool indexing);

void style_state(out *to, zimport_state state, bool indexing, bool color);

#endif
