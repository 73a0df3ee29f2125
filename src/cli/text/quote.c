/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/text/quote.h"

#include <string.h>

static const char replacement[] = "\xEF\xBF\xBD";

static struct {
    bool unicode;
    bool terminal;
    zimport_view secrets[QUOTE_SECRETS];
    size_t count;
} quoting;

void quote_set_unicode(bool unicode) {
    quoting.unicode = unicode;
}

void quote_set_terminal(bool terminal) {
    quoting.terminal = terminal;
}

void quote_set_secret(zimport_view secret) {
    quoting.count = 0;
    quote_add_secret(secret);
}

void quote_add_secret(zimport_view secret) {
    if (secret.size >= QUOTE_SECRET_MIN && quoting.count < QUOTE_SECRETS) {
        quoting.secrets[quoting.count++] = secret;
    }
}

static size_t utf8_size(unsigned char first) {
    if (first < 0x80) {
        return 1;
    }
    if (first < 0xC2 || first > 0xF4) {
        return 0;
    }
    return first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
}

int32_t utf8_next(zimport_view text, size_t *size) {
    static const int32_t lowest[] = {0, 0, 0x80, 0x800, 0x10000};
    unsigned char first = (unsigned char)text.data[0];
    size_t count = utf8_size(first);
    int32_t point = first;

    *size = 1;
    if (count == 1) {
        return point;
    }
    if (count == 0 || count > text.size) {
        return -1;
    }
    point &= 0x7F >> count;
    for (size_t i = 1; i < count; i++) {
        unsigned char byte = (unsigned char)text.data[i];

        if ((byte & 0xC0) != 0x80) {
            return -1;
        }
        point = (point << 6) | (byte & 0x3F);
    }
    if (point < lowest[count] || point > 0x10FFFF || (point >= 0xD800 && point <= 0xDFFF)) {
        return -1;
    }
    *size = count;
    return point;
}

static zimport_view skip(zimport_view text, size_t size) {
    return (zimport_view){text.data + size, text.size - size};
}

static bool is_ordinary(char byte) {
    return byte >= ' ' && byte <= '~' && byte != '"' && byte != '\\' && byte != '\'' && byte != '&' && byte != '<' &&
           byte != '>';
}

static zimport_view write_ordinary(out *to, zimport_view text) {
    size_t size = 0;

    while (size < text.size && is_ordinary(text.data[size])) {
        size++;
    }
    out_bytes(to, text.data, size);
    return skip(text, size);
}

/* Not UTF-8, a control, or invisible but changing what is seen: text direction, line ends, Unicode's
 * Default_Ignorable_Code_Point (but not variation selectors, which emoji need). */
static bool is_hidden(int32_t point) {
    static const uint16_t ranges[][2] = {
        {0x0000, 0x001F}, {0x007F, 0x009F}, {0x00AD, 0x00AD}, {0x034F, 0x034F}, {0x061C, 0x061C},
        {0x115F, 0x1160}, {0x17B4, 0x17B5}, {0x180B, 0x180F}, {0x200B, 0x200F}, {0x2028, 0x202E},
        {0x2060, 0x206F}, {0x3164, 0x3164}, {0xFEFF, 0xFEFF}, {0xFFA0, 0xFFA0}, {0xFFF0, 0xFFFB},
    };

    for (size_t i = 0; i < sizeof ranges / sizeof ranges[0]; i++) {
        if (point <= ranges[i][1]) {
            return point < 0 || point >= ranges[i][0];
        }
    }
    return point >> 12 == 0xE0 || (point >= 0x1BCA0 && point <= 0x1BCA3) || (point >= 0x1D173 && point <= 0x1D17A);
}

/* It could pass for more than a character. A terminal that does not know UTF-8 takes bytes from 0x80 to 0x9F for
 * controls wherever they stand. */
static bool is_unsafe(int32_t point, zimport_view bytes, bool terminal) {
    for (size_t i = 0; terminal && !quoting.unicode && i < bytes.size; i++) {
        if (((unsigned char)bytes.data[i] & 0xE0) == 0x80) {
            return true;
        }
    }
    return is_hidden(point);
}

static void json_unit(out *to, unsigned unit) {
    out_text(to, "\\u");
    for (int shift = 12; shift >= 0; shift -= 4) {
        out_byte(to, "0123456789abcdef"[unit >> shift & 15]);
    }
}

static void json_escape(out *to, int32_t point) {
    if (point > 0xFFFF) {
        json_unit(to, 0xD7C0U + ((unsigned)point >> 10));
        point = 0xDC00 | (point & 0x3FF);
    }
    json_unit(to, (unsigned)point);
}

static void json_character(out *to, int32_t point, zimport_view bytes) {
    static const char letters[] = "btn\0fr";

    if (point < 0) {
        out_text(to, replacement);
    } else if (point == '"' || point == '\\') {
        out_byte(to, '\\');
        out_view(to, bytes);
    } else if (point >= 8 && point <= 13 && letters[point - 8]) {
        out_byte(to, '\\');
        out_byte(to, letters[point - 8]);
    } else if (point < ' ' || (quoting.terminal && is_unsafe(point, bytes, true))) {
        json_escape(to, point);
    } else {
        out_view(to, bytes);
    }
}

static void plain_character(out *to, int32_t point, zimport_view bytes) {
    if (is_unsafe(point, bytes, true)) {
        out_text(to, quoting.unicode ? replacement : "?");
    } else {
        out_view(to, bytes);
    }
}

static void csv_character(out *to, int32_t point, zimport_view bytes) {
    if (point == '"') {
        out_byte(to, '"');
    }
    if (is_unsafe(point, bytes, quoting.terminal)) {
        out_text(to, replacement);
    } else {
        out_view(to, bytes);
    }
}

/* On a terminal it need not survive being read by a shell. */
static void shell_character(out *to, int32_t point, zimport_view bytes) {
    if (point == '\'') {
        out_text(to, "'\\''");
    } else if (quoting.terminal) {
        plain_character(to, point, bytes);
    } else if (point != 0) {
        out_view(to, bytes);
    }
}

static void html_character(out *to, int32_t point, zimport_view bytes) {
    if (is_hidden(point)) {
        out_text(to, replacement);
    } else if (bytes.size == 1 && point < '?' && !is_ordinary((char)point)) {
        out_text(to, "&#");
        out_number(to, (uint64_t)point);
        out_byte(to, ';');
    } else {
        out_view(to, bytes);
    }
}

static void prom_character(out *to, int32_t point, zimport_view bytes) {
    if (point == '\n') {
        out_text(to, "\\n");
    } else if (is_hidden(point)) {
        out_text(to, replacement);
    } else {
        out_text(to, point == '"' || point == '\\' ? "\\" : "");
        out_view(to, bytes);
    }
}

static void each_character(out *to, zimport_view text, void (*write)(out *, int32_t, zimport_view)) {
    while (text.size > 0) {
        size_t size = 0;

        text = write_ordinary(to, text);
        if (text.size > 0) {
            int32_t point = utf8_next(text, &size);

            write(to, point, (zimport_view){text.data, size});
            text = skip(text, size);
        }
    }
}

void quote_json(out *to, zimport_view text) {
    each_character(to, text, json_character);
}

void quote_plain(out *to, zimport_view text) {
    each_character(to, text, plain_character);
}

void quote_csv(out *to, zimport_view text) {
    each_character(to, text, csv_character);
}

void quote_shell(out *to, zimport_view text) {
    each_character(to, text, shell_character);
}

void quote_html(out *to, zimport_view text) {
    each_character(to, text, html_character);
}

void quote_prom(out *to, zimport_view text) {
    each_character(to, text, prom_character);
}

static size_t find_one(zimport_view text, bool cut, zimport_view secret) {
    const char *at = text.data;
    size_t left = text.size;

    while (left > 0 && (at = memchr(at, secret.data[0], left)) != NULL) {
        left = text.size - (size_t)(at - text.data);
        if (left >= secret.size ? memcmp(at, secret.data, secret.size) == 0 : cut && !memcmp(at, secret.data, left)) {
            return (size_t)(at - text.data);
        }
        at++;
        left--;
    }
    return text.size;
}

/* At the same index the longer one wins. */
static size_t find_secret(zimport_view text, bool cut, size_t *size) {
    size_t first = text.size;

    *size = 0;
    for (size_t i = 0; i < quoting.count; i++) {
        size_t at = find_one(text, cut, quoting.secrets[i]);

        if (at < first || (at == first && quoting.secrets[i].size > *size)) {
            first = at;
            *size = quoting.secrets[i].size;
        }
    }
    return first;
}

void quote_masked(out *to, zimport_view text, bool cut, quote_function quote) {
    while (text.size > 0) {
        size_t size;
        size_t at = find_secret(text, cut, &size);

        quote(to, (zimport_view){text.data, at});
        if (at == text.size) {
            return;
        }
        out_text(to, "***");
        text = skip(text, text.size - at < size ? text.size : at + size);
    }
}

void quote_most(out *to, zimport_view text, bool cut, size_t most, quote_function quote) {
    bool shortened = text.size > most;

    if (shortened) {
        text.size = most;
        while (text.size > 0 && ((unsigned char)text.data[text.size] & 0xC0) == 0x80) {
            text.size--;
        }
    }
    quote_masked(to, text, cut || shortened, quote);
    if (cut || shortened) {
        out_text(to, "...");
    }
}

void quote_short(out *to, zimport_view text, bool cut, size_t most) {
    quote_most(to, text, cut, most, quote_plain);
}
