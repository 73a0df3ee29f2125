/* SPDX-License-Identifier: Apache-2.0 */
/* Decodes escapes. Whatever RFC 8259 does not allow is a fault, and so is a repeated name. */
#include "body.h"

#include <stdlib.h>
#include <string.h>

enum { DEPTH_MAX = 16 };

/* The input ends with a NUL, which belongs to no JSON. */
struct reader {
    const char *at;
    const char *fault;
};

static bool fail(struct reader *reader, const char *fault) {
    if (reader->fault == NULL) {
        reader->fault = fault;
    }
    return false;
}

static char peek(struct reader *reader) {
    reader->at += strspn(reader->at, " \t\r\n");
    return *reader->at;
}

static bool take(struct reader *reader, char c) {
    if (peek(reader) != c) {
        return false;
    }
    reader->at++;
    return true;
}

static bool need(struct reader *reader, char c, const char *fault) {
    return take(reader, c) || fail(reader, fault);
}

static void add_utf8(struct text *out, unsigned long c) {
    char bytes[4];
    size_t len = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    size_t i;

    for (i = len - 1; i > 0; i--, c >>= 6) {
        bytes[i] = (char)(0x80 | (c & 0x3f));
    }
    bytes[0] = (char)(len == 1 ? c : (0xf00UL >> len & 0xff) | c);
    text_bytes(out, bytes, len);
}

static bool read_hex(struct reader *reader, unsigned long *value) {
    char digits[5] = {0};

    if (strspn(reader->at, "0123456789abcdefABCDEF") < 4) {
        return fail(reader, "the body has a bad \\u escape");
    }
    memcpy(digits, reader->at, 4);
    *value = strtoul(digits, NULL, 16);
    reader->at += 4;
    return true;
}

/* Surrogates only in pairs, and no NUL. */
static bool read_unicode(struct reader *reader, struct text *out) {
    unsigned long c;
    unsigned long low;

    if (!read_hex(reader, &c)) {
        return false;
    }
    if (c >= 0xd800 && c < 0xdc00 && strncmp(reader->at, "\\u", 2) == 0) {
        reader->at += 2;
        if (!read_hex(reader, &low) || low < 0xdc00 || low > 0xdfff) {
            return fail(reader, "the body has half of a surrogate pair");
        }
        c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
    }
    if (c == 0 || (c >= 0xd800 && c <= 0xdfff)) {
        return fail(reader, "the body has an escape of NUL, or half of a surrogate pair");
    }
    add_utf8(out, c);
    return true;
}

static bool read_escape(struct reader *reader, struct text *out) {
    static const char letters[] = "\"\\/bfnrt";
    static const char meanings[] = "\"\\/\b\f\n\r\t";
    const char *letter = strchr(letters, *reader->at);

    if (*reader->at == 'u') {
        reader->at++;
        return read_unicode(reader, out);
    }
    if (*reader->at == '\0' || letter == NULL) {
        return fail(reader, "the body has an unknown escape");
    }
    text_bytes(out, &meanings[letter - letters], 1);
    reader->at++;
    return true;
}

/* `out` may be NULL. */
static bool read_text(struct reader *reader, struct text *out) {
    struct text unused = {0};
    bool good = need(reader, '"', "the body lacks a text where one belongs");

    out = out != NULL ? out : &unused;
    text_add(out, "");
    while (good && *reader->at != '"') {
        if ((unsigned char)*reader->at < 0x20) {
            good = fail(reader, "the body has a control character in a text, or ends in one");
        } else if (*reader->at == '\\') {
            reader->at++;
            good = read_escape(reader, out);
        } else {
            text_bytes(out, reader->at++, 1);
        }
    }
    reader->at += good;
    text_free(&unused);
    return good;
}

static size_t digits(const char *at) {
    return strspn(at, "0123456789");
}

static bool read_number(struct reader *reader, struct text *out) {
    const char *begin = reader->at;
    const char *at = begin + (*begin == '-');
    size_t whole = digits(at);
    bool good = whole > 0 && (whole == 1 || *at != '0');

    at += whole;
    if (*at == '.') {
        good = good && digits(at + 1) > 0;
        at += 1 + digits(at + 1);
    }
    if (*at == 'e' || *at == 'E') {
        at += 1 + (at[1] == '+' || at[1] == '-');
        good = good && digits(at) > 0;
        at += digits(at);
    }
    if (!good) {
        return fail(reader, "the body has something that is no value");
    }
    text_bytes(out, begin, (size_t)(at - begin));
    reader->at = at;
    return true;
}

static bool read_word(struct reader *reader, struct text *out) {
    static const char *const words[] = {"true", "false", "null"};
    size_t i;

    for (i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (strncmp(reader->at, words[i], strlen(words[i])) == 0) {
            text_add(out, words[i]);
            reader->at += strlen(words[i]);
            return true;
        }
    }
    return fail(reader, "the body has something that is no value");
}

static bool read_scalar(struct reader *reader, struct member *member) {
    char c = peek(reader);

    if (c == '"') {
        member->type = BODY_TEXT;
        return read_text(reader, &member->value);
    }
    if (c == '-' || (c >= '0' && c <= '9')) {
        member->type = BODY_NUMBER;
        return read_number(reader, &member->value);
    }
    member->type = BODY_WORD;
    return read_word(reader, &member->value);
}

struct nest {
    char closers[DEPTH_MAX + 1];
    size_t depth;
    bool lists; /* so far it is a list of lists of texts */
    bool map;   /* so far it is an object of texts */
};

static bool open_nest(struct reader *reader, struct nest *nest) {
    char c = peek(reader);

    if (nest->depth == DEPTH_MAX) {
        return fail(reader, "the body is too deep");
    }
    nest->lists = nest->lists && c == '[' && nest->depth < 2;
    nest->map = nest->map && c == '{' && nest->depth < 1;
    nest->closers[nest->depth++] = c == '[' ? ']' : '}';
    reader->at++;
    if (peek(reader) == nest->closers[nest->depth - 1]) {
        nest->lists = false; /* an empty one */
    }
    return true;
}

/* In an object with its name, up to where another list or object opens. False: a fault. */
static bool read_item(struct reader *reader, struct nest *nest, struct member *member) {
    struct member scalar = {{0}, BODY_OTHER, {0}, {0}};
    bool good = true;
    char c;

    if (nest->closers[nest->depth - 1] == '}') {
        good = read_text(reader, &scalar.name) && need(reader, ':', "the body lacks a colon");
    }
    c = peek(reader);
    if (!good || c == '[' || c == '{') {
        text_free(&scalar.name);
        return good && open_nest(reader, nest);
    }
    good = read_scalar(reader, &scalar);
    nest->lists = nest->lists && nest->depth == 2 && scalar.type == BODY_TEXT && scalar.value.len > 0;
    nest->map = nest->map && scalar.type == BODY_TEXT;
    if (good && member->value.len == 0) {
        text_add(&member->value, scalar.value.data);
    }
    if (good && nest->map) {
        text_format(&member->pairs, "\n%s=%s", scalar.name.data, scalar.value.len > 0 ? scalar.value.data : "");
    }
    text_free(&scalar.name);
    text_free(&scalar.value);
    return good;
}

static bool read_nested(struct reader *reader, struct member *member) {
    struct nest nest = {{0}, 0, true, true};
    bool first = true; /* nothing yet in the innermost */

    if (!open_nest(reader, &nest)) {
        return false;
    }
    while (nest.depth > 0) {
        size_t depth = nest.depth;

        if (take(reader, nest.closers[depth - 1])) {
            nest.depth--;
            first = false;
            continue;
        }
        if ((!first && !need(reader, ',', "the body lacks a comma")) || !read_item(reader, &nest, member)) {
            return false;
        }
        first = nest.depth > depth;
    }
    member->type = nest.lists ? BODY_LISTS : nest.map ? BODY_MAP : BODY_OTHER;
    return true;
}

static bool read_member(struct reader *reader, struct body *body) {
    struct member *member = &body->members[body->count];
    char c;

    if (body->count == sizeof body->members / sizeof body->members[0]) {
        return fail(reader, "the body has too many members");
    }
    memset(member, 0, sizeof *member);
    body->count++;
    if (!read_text(reader, &member->name) || !need(reader, ':', "the body lacks a colon")) {
        return false;
    }
    body->count--;
    if (body_find(body, member->name.data) != NULL) {
        body->count++;
        return fail(reader, "the body has a member twice");
    }
    body->count++;
    c = peek(reader);
    return c == '[' || c == '{' ? read_nested(reader, member) : read_scalar(reader, member);
}

const char *body_read(struct body *body, const char *data, size_t len) {
    struct reader reader = {data, NULL};

    memset(body, 0, sizeof *body);
    if (len == 0 || strlen(data) != len) {
        return "the body is empty, or has a NUL";
    }
    if (!need(&reader, '{', "the body is no JSON object")) {
        return reader.fault;
    }
    if (!take(&reader, '}')) {
        while (read_member(&reader, body) && take(&reader, ',')) {
        }
        need(&reader, '}', "the body lacks a comma or a brace");
    }
    if (peek(&reader) != '\0') {
        fail(&reader, "the body goes on behind the JSON");
    }
    return reader.fault;
}

const struct member *body_find(const struct body *body, const char *name) {
    size_t i;

    for (i = 0; i < body->count; i++) {
        if (strcmp(body->members[i].name.data, name) == 0) {
            return &body->members[i];
        }
    }
    return NULL;
}

void body_free(struct body *body) {
    size_t i;

    for (i = 0; i < body->count; i++) {
        text_free(&body->members[i].name);
        text_free(&body->members[i].value);
        text_free(&body->members[i].pairs);
    }
    body->count = 0;
}
