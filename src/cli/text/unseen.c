/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/text/unseen.h"

#include <string.h>

#include "cli/text/quote.h"

#define SHOWN_MOST 80

/* Unicode's spaces, format characters, fillers and variation selectors, and the controls. */
static bool is_hidden(int32_t point) {
    static const uint16_t ranges[][2] = {
        {0x00A0, 0x00A0}, {0x00AD, 0x00AD}, {0x034F, 0x034F}, {0x061C, 0x061C}, {0x115F, 0x1160}, {0x1680, 0x1680},
        {0x17B4, 0x17B5}, {0x180B, 0x180F}, {0x2000, 0x200F}, {0x2028, 0x202F}, {0x205F, 0x206F}, {0x2800, 0x2800},
        {0x3000, 0x3000}, {0x3164, 0x3164}, {0xFE00, 0xFE0F}, {0xFEFF, 0xFEFF}, {0xFFA0, 0xFFA0}, {0xFFF0, 0xFFFB},
    };

    for (size_t i = 0; i < sizeof ranges / sizeof ranges[0]; i++) {
        if (point >= ranges[i][0] && point <= ranges[i][1]) {
            return true;
        }
    }
    return point >= 0xE0000 && point <= 0xE0FFF;
}

static bool is_control(int32_t point) {
    return point < ' ' || (point >= 0x7F && point <= 0x9F);
}

static bool is_wanted(int32_t point, bool at_end, unsigned kinds) {
    if (point == ' ') {
        return at_end || (kinds & UNSEEN_SPACE) != 0;
    }
    return is_control(point) || ((kinds & UNSEEN_FOREIGN) != 0 && point > '~') ||
           ((at_end || (kinds & UNSEEN_INSIDE) != 0) && is_hidden(point));
}

bool unseen_find(zimport_view text, unsigned kinds, unseen *found) {
    *found = (unseen){.number = 1};
    while (found->before < text.size) {
        zimport_view rest = {text.data + found->before, text.size - found->before};
        size_t size;

        found->point = utf8_next(rest, &size);
        found->byte = (unsigned char)rest.data[0];
        if (is_wanted(found->point, found->before == 0 || size == rest.size, kinds)) {
            return true;
        }
        found->number++;
        found->before += size;
    }
    return false;
}

static const char *name_of(int32_t point) {
    static const uint16_t points[] = {'\t', '\n', '\r', ' ', 0x00A0, 0x200B, 0x2013, 0xFEFF};
    static const char names[] = " tab\0 line end\0 carriage return\0 space\0 no-break space\0 zero-width space\0"
                                "n en dash\0 byte order mark";
    const char *name = names;

    for (size_t i = 0; i < sizeof points / sizeof points[0]; i++) {
        if (points[i] == point) {
            return name;
        }
        name += strlen(name) + 1;
    }
    return is_control(point) ? " control" : is_hidden(point) ? " hidden character" : " character that is not ASCII";
}

void unseen_say(out *to, const unseen *found) {
    bool good = found->point >= 0;

    out_text(to, " has a");
    out_text(to, good ? name_of(found->point) : " byte that is not UTF-8");
    out_text(to, good ? " (U+" : " (0x");
    out_hexadecimal(to, good ? (uint32_t)found->point : found->byte, good ? 4 : 2);
    out_text(to, ") at character ");
    out_number(to, found->number);
}

void unseen_show(out *to, const char *quote, zimport_view text, unsigned kinds) {
    unseen found;
    bool any = unseen_find(text, kinds, &found);
    bool hidden = any && (is_control(found.point) || is_hidden(found.point)); /* others may well be shown */

    if (hidden) {
        text.size = found.before;
    }
    out_text(to, quote);
    quote_short(to, text, hidden, SHOWN_MOST);
    out_text(to, quote);
    if (any) {
        out_text(to, ", which");
        unseen_say(to, &found);
    }
}

bool unseen_refuse(out *error, const char *source, const char *expects, zimport_view text) {
    out_text(error, source);
    out_text(error, expects);
    if (text.data) {
        out_text(error, ", not ");
        unseen_show(error, "'", text, UNSEEN_ID);
    }
    return false;
}
