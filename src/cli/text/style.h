/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZIMPORT_CLI_TEXT_STYLE_H
#define ZIMPORT_CLI_TEXT_STYLE_H

#include "cli/text/out.h"
#include "zimport/api.h"

/* Of standard output: whether it has colours; the columns that may be used, 0 if it is no terminal. */
extern bool style_colors;
extern unsigned style_columns;

/* The state's name, or what the job is doing if that is not NULL. */
const char *style_word(zimport_state state, const char *doing);

void style_state(out *to, zimport_state state, const char *doing, bool color);

#endif
