/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZIMPORT_CLI_TEXT_FOLD_H
#define ZIMPORT_CLI_TEXT_FOLD_H

#include "cli/text/out.h"

/* Within so many columns, where the words allow it, and with a line end. Of the first line the indent is there already.
 */
void fold_text(out *to, const char *text, size_t indent, size_t columns);

#endif
