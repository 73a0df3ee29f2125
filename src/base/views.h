/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZIMPORT_SRC_BASE_VIEWS_H
#define ZIMPORT_SRC_BASE_VIEWS_H

#include <string.h>

#include "zimport/base.h"

/* Functions in here take bytes and a size where one with a view would do: a compiler for a small processor stores a
 * structure that it gets, even where it never needs it in memory. */

/* Whether bytes are a text; letters of either case are the same when fold is FOLD. */
#define FOLD 0x20U
bool views_are(const char *bytes, size_t size, const char *text, unsigned fold);

static inline bool view_is(zimport_view view, const char *text) {
    return views_are(view.data, view.size, text, 0);
}

static inline bool view_is_nocase(zimport_view view, const char *text) {
    return views_are(view.data, view.size, text, FOLD);
}

/* Where a character first is; the size of the text when it is not there. */
static inline size_t view_index(zimport_view text, char c) {
    const char *found = text.size > 0 ? memchr(text.data, c, text.size) : NULL;

    return found != NULL ? (size_t)(found - text.data) : text.size;
}

#endif
