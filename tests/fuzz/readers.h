/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the targets of output share: texts out of an input, what of a text has to come back, and a strict JSON reader,
 * which has nothing in common with the library's.
 */
#ifndef ZIMPORT_TESTS_FUZZ_READERS_H
#define ZIMPORT_TESTS_FUZZ_READERS_H

#include "fuzz.h"

#include "cli/output/format.h"

#define KEY "s3cr3t-0a1b2c3d"
#define REPLACEMENT "\xEF\xBF\xBD"

/* ---- texts */

static inline zimport_text take_value(zimport_view *input) {
    unsigned kind = take_byte(input);
    size_t size = take_byte(input);

    size = size < input->size ? size : input->size;
    zimport_text text = {.data = copy_of((zimport_view){input->data, size}),
                         .capacity = size,
                         .size = size,
                         .given = size > 0 || (kind & 1) != 0,
                         .cut = (kind & 2) != 0};
    if (size > 0) {
        input->data += size;
        input->size -= size;
    }
    return text;
}

static inline zimport_number take_number(zimport_view *input) {
    zimport_number number = {0, false};

    for (size_t bytes = take_byte(input) % 9U; bytes > 0; bytes--) {
        number.value = number.value << 8 | take_byte(input);
        number.given = true;
    }
    return number;
}

/* ---- what has to come back */

struct expected {
    char bytes[2100];
    size_t size;
};

static inline void add_bytes(struct expected *to, const char *bytes, size_t size) {
    REQUIRE(to->size + size <= sizeof to->bytes);
    memcpy(to->bytes + to->size, bytes, size);
    to->size += size;
}

/* With stars for the key, or for how it begins where the text was cut. */
static inline struct expected masked(zimport_view text, bool cut) {
    struct expected whole = {.size = 0};

    for (size_t at = 0; at < text.size;) {
        size_t left = text.size - at;
        if (left >= strlen(KEY) ? memcmp(text.data + at, KEY, strlen(KEY)) == 0
                                : cut && memcmp(text.data + at, KEY, left) == 0) {
            add_bytes(&whole, "***", 3);
            at += left < strlen(KEY) ? left : strlen(KEY);
        } else {
            add_bytes(&whole, text.data + at++, 1);
        }
    }
    return whole;
}

/* A replacement for each byte that is not UTF-8. */
static inline struct expected repaired(const struct expected *text) {
    struct expected whole = {.size = 0};

    for (size_t at = 0; at < text->size;) {
        size_t size = utf8_character((const unsigned char *)text->bytes + at, text->size - at);
        add_bytes(&whole, size > 0 ? text->bytes + at : REPLACEMENT, size > 0 ? size : 3);
        at += size > 0 ? size : 1;
    }
    return whole;
}

static inline bool is_text(zimport_view value, const struct expected *expected) {
    return value.size == expected->size && memcmp(value.data, expected->bytes, value.size) == 0;
}

/* As far as `value` goes: the same, but a replacement for what cannot be seen, which printable ASCII can. */
static inline void check_seen(zimport_view value, const struct expected *text) {
    size_t at = 0;

    REQUIRE(is_utf8(value));
    for (size_t i = 0; i < value.size;) {
        size_t size = utf8_character((const unsigned char *)value.data + i, value.size - i);
        size_t other = utf8_character((const unsigned char *)text->bytes + at, text->size - at);
        unsigned char first = (unsigned char)value.data[i];
        REQUIRE(at < text->size && (first >= ' ' || first == '\n') && first != 127);
        if (size != other || memcmp(value.data + i, text->bytes + at, size) != 0) {
            unsigned char was = (unsigned char)text->bytes[at];
            REQUIRE(size == 3 && memcmp(value.data + i, REPLACEMENT, 3) == 0);
            REQUIRE(other == 0 || was < ' ' || was >= 127);
        }
        i += size;
        at += other > 0 ? other : 1;
    }
}

/* ---- JSON (RFC 8259) */

struct json {
    const char *at, *end;
};

static inline bool json_is(struct json *j, char byte) {
    bool is = j->at < j->end && *j->at == byte;
    j->at += is;
    return is;
}

static inline unsigned json_unit(struct json *j) {
    unsigned unit = 0;

    for (int i = 0; i < 4; i++) {
        REQUIRE(j->at < j->end);
        char digit = *j->at;
        REQUIRE((digit >= '0' && digit <= '9') || (digit >= 'a' && digit <= 'f'));
        unit = unit << 4 | (unsigned)(digit <= '9' ? digit - '0' : digit - 'a' + 10);
        j->at++;
    }
    return unit;
}

static inline void add_point(struct expected *to, unsigned point) {
    char bytes[4] = {(char)point};

    if (point < 0x80) {
        add_bytes(to, bytes, 1);
    } else if (point < 0x800) {
        bytes[0] = (char)(0xC0 | point >> 6);
        bytes[1] = (char)(0x80 | (point & 63));
        add_bytes(to, bytes, 2);
    } else if (point < 0x10000) {
        bytes[0] = (char)(0xE0 | point >> 12);
        bytes[1] = (char)(0x80 | (point >> 6 & 63));
        bytes[2] = (char)(0x80 | (point & 63));
        add_bytes(to, bytes, 3);
    } else {
        bytes[0] = (char)(0xF0 | point >> 18);
        bytes[1] = (char)(0x80 | (point >> 12 & 63));
        bytes[2] = (char)(0x80 | (point >> 6 & 63));
        bytes[3] = (char)(0x80 | (point & 63));
        add_bytes(to, bytes, 4);
    }
}

static inline void json_escape(struct json *j, struct expected *to) {
    static const char letters[] = "\"\\/bfnrt";
    static const char meant[] = "\"\\/\b\f\n\r\t";
    REQUIRE(j->at < j->end && *j->at != '\0');
    const char *letter = strchr(letters, *j->at);

    if (letter != NULL) {
        add_bytes(to, &meant[letter - letters], 1);
        j->at++;
        return;
    }
    REQUIRE(json_is(j, 'u'));
    unsigned point = json_unit(j);
    if (point >= 0xD800 && point < 0xDC00) {
        REQUIRE(json_is(j, '\\') && json_is(j, 'u'));
        unsigned low = json_unit(j);
        REQUIRE(low >= 0xDC00 && low < 0xE000);
        point = 0x10000 + ((point & 0x3FF) << 10 | (low & 0x3FF));
    }
    REQUIRE(point < 0xDC00 || point >= 0xE000);
    add_point(to, point);
}

static inline struct expected json_string(struct json *j) {
    struct expected text = {.size = 0};

    REQUIRE(json_is(j, '"'));
    while (!json_is(j, '"')) {
        REQUIRE(j->at < j->end && (unsigned char)*j->at >= ' ');
        if (json_is(j, '\\')) {
            json_escape(j, &text);
        } else {
            add_bytes(&text, j->at++, 1);
        }
    }
    REQUIRE(is_utf8((zimport_view){text.bytes, text.size}));
    return text;
}

/* A member's name, with what stands in front of it. */
static inline void json_key(struct json *j, char before, const char *name) {
    REQUIRE(json_is(j, before));
    struct expected key = json_string(j);
    REQUIRE(key.size == strlen(name) && memcmp(key.bytes, name, key.size) == 0 && json_is(j, ':'));
}

static inline bool json_null(struct json *j) {
    bool is = j->end - j->at >= 4 && memcmp(j->at, "null", 4) == 0;
    j->at += is ? 4 : 0;
    return is;
}

/* Digits without zeros in front. */
static inline uint64_t json_number(struct json *j) {
    uint64_t number = 0;
    const char *start = j->at;

    for (; j->at < j->end && *j->at >= '0' && *j->at <= '9'; j->at++) {
        uint64_t next = number * 10 + (uint64_t)(*j->at - '0');
        REQUIRE(number <= UINT64_MAX / 10 && next / 10 == number);
        number = next;
    }
    REQUIRE(j->at > start && (*start != '0' || j->at == start + 1));
    return number;
}

/* `33.3` is 3330. */
static inline int32_t json_percent(struct json *j) {
    uint64_t number = json_number(j) * 100;

    if (json_is(j, '.')) {
        const char *start = j->at;
        unsigned unit = 10;
        for (; j->at < j->end && *j->at >= '0' && *j->at <= '9'; j->at++) {
            number += (uint64_t)(*j->at - '0') * unit;
            unit /= 10;
        }
        REQUIRE(j->at > start && j->at <= start + 2 && j->at[-1] != '0');
    }
    return (int32_t)number;
}

static inline void check_json_percent(struct json *j, char before, int32_t percent) {
    json_key(j, before, "progress");
    REQUIRE(percent == ZIMPORT_PERCENT_NONE ? json_null(j) : json_percent(j) == percent);
}

static inline void check_json_number(struct json *j, const char *name, zimport_number number) {
    json_key(j, ',', name);
    REQUIRE(number.given ? json_number(j) == number.value : json_null(j));
}

static inline void check_json_text(struct json *j, char before, const char *name, zimport_view text, bool given,
                                   bool cut) {
    json_key(j, before, name);
    if (given) {
        struct expected plain = masked(text, cut);
        struct expected good = repaired(&plain);
        struct expected read = json_string(j);
        REQUIRE(is_text((zimport_view){read.bytes, read.size}, &good));
    } else {
        REQUIRE(json_null(j));
    }
}

static inline void check_json_state(struct json *j, zimport_state state) {
    check_json_text(j, ',', "state", zimport_view_of(zimport_state_name(state)), true, false);
}

static inline void check_json_whole(struct json *j, const char *name, const zimport_text *text, bool empty_is_null) {
    check_json_text(j, ',', name, zimport_text_view(text), text->given && !(empty_is_null && text->size == 0),
                    text->cut);
}

static inline void check_json_result(struct json *j, const result *r) {
    const zimport_progress *p = r->progress;

    check_json_text(j, '{', "jobId", r->job, true, false);
    check_json_text(j, ',', "clusterId", r->cluster, r->cluster.size > 0, false);
    check_json_whole(j, "collectionName", &p->collection, false);
    check_json_state(j, p->state);
    check_json_percent(j, ',', p->percent);
    check_json_whole(j, "fileName", &p->file_name, false);
    check_json_number(j, "fileSize", p->file_size);
    check_json_number(j, "importedRows", p->imported_rows);
    check_json_number(j, "totalRows", p->total_rows);
    check_json_whole(j, "completeTime", &p->complete_time, true);
    check_json_whole(j, "reason", &p->reason, true);
    check_json_text(j, ',', "api", zimport_view_of(r->api), true, false);
    check_json_whole(j, "createTime", &p->create_time, true);
    check_json_text(j, ',', "phase", r->phase, r->phase.size > 0, false);
}

#endif
