/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZIMPORT_SRC_BASE_VIEWS_H
#define ZIMPORT_SRC_BASE_VIEWS_H

#include <string.h>

#include "zimport/base.h"

/* Where a character first is; the size of the text when it is not there. */
static inline size_t view_index(zimport_view text, char c) {
    const char *found = text.size > 0 ? memchr(text.data, c, text.size) : NULL;

    return found != NULL ? (size_t)(found - text.data) : text.size;
}

#endif
