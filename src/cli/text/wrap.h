/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZIMPORT_CLI_TEXT_WRAP_H
#define ZIMPORT_CLI_TEXT_WRAP_H

#include "cli/text/out.h"

/* Broken at blanks, or within a word that is longer than a line, and with a line end. The first line begins at the
 * cursor, which is behind the indent, the others below it. */
void wrap_text(out *to, zimport_view text, size_t indent, size_t columns);

#endif
