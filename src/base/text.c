/* SPDX-License-Identifier: Apache-2.0 */
#include "zimport/base.h"

#include <string.h>

#include "base/chars.h"
#include "base/views.h"

zimport_view zimport_view_of(const char *text) {
    return (zimport_view){text, text != NULL ? strlen(text) : 0};
}

/* Most comparisons end at the first byte, so measuring `text` first would be a waste. */
bool zimport_views_are(const char *bytes, size_t size, const char *text, unsigned fold) {
    for (; size > 0; size--, bytes++, text++) {
        unsigned differ = (unsigned char)*bytes ^ (unsigned char)*text;
        if (*bytes == '\0' || (differ != 0 && (differ != fold || !is_letter(*bytes)))) {
            return false;
        }
    }
    return *text == '\0';
}

bool zimport_view_is(zimport_view view, const char *text) {
    return view_is(view, text);
}

bool zimport_view_is_nocase(zimport_view view, const char *text) {
    return view_is_nocase(view, text);
}

void zimport_text_clear(zimport_text *text) {
    text->size = 0;
    text->given = false;
    text->cut = false;
}

static bool is_continuation(char c) {
    return ((unsigned char)c & 0xC0U) == 0x80U;
}

void zimport_text_set(zimport_text *text, zimport_view utf8) {
    size_t size = utf8.size;

    text->given = true;
    text->cut = size > text->capacity;
    if (text->cut) {
        size = text->capacity;
        while (size > 0 && is_continuation(utf8.data[size])) {
            size--;
        }
    }
    if (size > 0) {
        memmove(text->data, utf8.data, size);
    }
    text->size = size;
}

zimport_view zimport_text_view(const zimport_text *text) {
    return (zimport_view){text->data, text->size};
}

#ifdef __GNUC__
/* The compiler must take it that the empty instruction reads the memory. The loop below, a byte at a time, was more
 * than half of all instructions of a poll without TLS. */
void zimport_wipe(void *memory, size_t size) {
    if (size > 0) {
        memset(memory, 0, size);
        __asm__ volatile("" : : "r"(memory) : "memory");
    }
}
#else
void zimport_wipe(void *memory, size_t size) {
    volatile unsigned char *byte = memory;

    while (size-- > 0) {
        *byte++ = 0;
    }
}
#endif
