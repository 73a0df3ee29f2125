/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZIMPORT_SRC_BASE_VIEWS_H
#define ZIMPORT_SRC_BASE_VIEWS_H

#include <string.h>

#include "zimport/base.h"

/* Pointer and size instead of a view: compilers for small processors store a structure argument in memory even where
 * nothing needs it. */

#define FOLD 0x20U
bool zimport_views_are(const char *bytes, size_t size, const char *text, unsigned fold);

static inline bool view_is(zimport_view view, const char *text) {
    return zimport_views_are(view.data, view.size, text, 0);
}

static inline bool view_is_nocase(zimport_view view, const char *text) {
    return zimport_views_are(view.data, view.size, text, FOLD);
}

/* The text's size if there is none. */
static inline size_t view_index(zimport_view text, char c) {
    const char *found = text.size > 0 ? memchr(text.data, c, text.size) : NULL;

    return found != NULL ? (size_t)(found - text.data) : text.size;
}

#endif
