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

/* Takes the prefix, in any case of letters, off the text. */
static inline bool view_take(zimport_view *text, const char *prefix) {
    size_t size = strlen(prefix);

    if (text->size < size || !view_is_nocase((zimport_view){text->data, size}, prefix)) {
        return false;
    }
    text->data += size;
    text->size -= size;
    return true;
}

/* The text's size if there is none. */
static inline size_t view_index(zimport_view text, char c) {
    const char *found = text.size > 0 ? memchr(text.data, c, text.size) : NULL;

    return found != NULL ? (size_t)(found - text.data) : text.size;
}

#endif
