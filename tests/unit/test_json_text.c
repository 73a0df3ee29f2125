/* SPDX-License-Identifier: Apache-2.0 */
/* Every sequence against a table of its own, and what strings resolve to. */
#include "json_run.h"

static bool accepts(const unsigned char *bytes, size_t size) {
    static json_result result;
    char text[16] = "\"";
    memcpy(text + 1, bytes, size);
    text[size + 1] = '"';
    memset(&result, 0, sizeof result);
    json_run(&result, (zimport_view){text, size + 2}, NULL, 0, ZIMPORT_VALUE_MIN);
    return result.status == ZIMPORT_OK;
}

static void check_bytes(const unsigned char *bytes, size_t size) {
    zimport_view view = {(const char *)bytes, size};
    CHECK_EQUAL(accepts(bytes, size), is_utf8(view), show(view));
}

/* All of one to three bytes; of four, the first two in full and the edges of the others. */
static void every_sequence(void **state) {
    (void)state;
    static const unsigned char edges[] = {0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0};
    for (unsigned a = 0x80; a <= 0xff; a++) {
        unsigned char bytes[4] = {(unsigned char)a, 0, 0, 0};
        check_bytes(bytes, 1);
        for (unsigned b = 0x70; b <= 0xff; b++) {
            bytes[1] = (unsigned char)b;
            check_bytes(bytes, 2);
            for (size_t c = 0; c < COUNT(edges); c++) {
                bytes[2] = edges[c];
                check_bytes(bytes, 3);
                for (size_t d = 0; d < COUNT(edges); d++) {
                    bytes[3] = edges[d];
                    check_bytes(bytes, 4);
                }
            }
        }
    }
}

/* Inside a string, as an escape, and outside. */
static void every_byte(void **state) {
    (void)state;
    for (int c = 0; c < 256; c++) {
        char label[8];
        char inside[] = {'"', (char)c, '"'};
        char escape[] = {'"', '\\', (char)c, '"'};
        char outside[] = {'[', (char)c, ']'};
        (void)snprintf(label, sizeof label, "%02x", (unsigned)c);
        bool plain = c >= 0x20 && c < 0x80 && c != '"' && c != '\\';
        bool escapes = c != 0 && strchr("\"\\/bfnrt", c) != NULL;
        bool value = c == ' ' || c == '\t' || c == '\n' || c == '\r' || (c >= '0' && c <= '9');
        CHECK_EQUAL(json_status((zimport_view){inside, 3}) == ZIMPORT_OK, plain, label);
        CHECK_EQUAL(json_status((zimport_view){escape, 4}) == ZIMPORT_OK, escapes, label);
        CHECK_EQUAL(json_status((zimport_view){outside, 3}) == ZIMPORT_OK, value, label);
    }
}

/* Text is searched by words: each byte at each place of one, and of what is left behind the last. */
static void every_byte_at_every_place(void **state) {
    (void)state;
    for (size_t place = 1; place <= 18; place++) {
        for (int c = 0; c < 256; c++) {
            char text[] = "\"aaaaaaaaaaaaaaaaaa\"";
            static json_result result;
            memset(&result, 0, sizeof result);
            text[place] = (char)c;
            json_run(&result, (zimport_view){text, sizeof text - 1}, NULL, 0, ZIMPORT_VALUE_MIN);
            bool plain = c >= 0x20 && c < 0x80 && c != '"' && c != '\\';
            CHECK_EQUAL(result.status == ZIMPORT_OK, plain, text);
        }
    }
}

static zimport_view resolve(char *memory, zimport_view inside) {
    memcpy(memory, inside.data, inside.size);
    zimport_json_value value = {ID_A, ZIMPORT_JSON_STRING, false, memory, inside.size};
    return zimport_json_string(&value);
}

static void escapes(void **state) {
    (void)state;
    /* clang-format off */
    static const struct {
        zimport_view inside;
        zimport_view text;
    } table[] = {
        {LIT(""), LIT("")},
        {LIT("plain"), LIT("plain")},
        {LIT("\\\"\\\\\\/\\b\\f\\n\\r\\t"), LIT("\"\\/\b\f\n\r\t")},
        {LIT("\\\\n"), LIT("\\n")},
        {LIT("\\\\u0041"), LIT("\\u0041")},
        {LIT("\\u0041"), LIT("A")},
        {LIT("\\u007f\\u0080"), LIT("\x7f\xc2\x80")},
        {LIT("\\u07ff\\u0800"), LIT("\xdf\xbf\xe0\xa0\x80")},
        {LIT("\\ud7ff\\ue000\\uffff"), LIT("\xed\x9f\xbf\xee\x80\x80\xef\xbf\xbf")},
        {LIT("\\u0000"), LIT("\0")},
        {LIT("a\\u0000b"), LIT("a\0b")},
        {LIT("\\u00e9\\u00E9"), LIT("\xc3\xa9\xc3\xa9")},
        {LIT("\\uD83D\\uDE00"), LIT("\xf0\x9f\x98\x80")},
        {LIT("\\ud83d\\ude00!"), LIT("\xf0\x9f\x98\x80!")},
        {LIT("\\ud800\\udc00\\udbff\\udfff"), LIT("\xf0\x90\x80\x80\xf4\x8f\xbf\xbf")},
        /* Lone surrogates: each one becomes U+FFFD, and takes nothing with it. */
        {LIT("\\ud800"), LIT("\xef\xbf\xbd")},
        {LIT("\\udfff"), LIT("\xef\xbf\xbd")},
        {LIT("a\\udc00"), LIT("a\xef\xbf\xbd")},
        {LIT("\\u0020\\udc00"), LIT(" \xef\xbf\xbd")},
        {LIT("\\ud800 \\udc00"), LIT("\xef\xbf\xbd \xef\xbf\xbd")},
        {LIT("\\ud800\\u0020\\udc00"), LIT("\xef\xbf\xbd \xef\xbf\xbd")},
        {LIT("\\ud800\\udc00\\udc00"), LIT("\xf0\x90\x80\x80\xef\xbf\xbd")},
        {LIT("\\ud800x"), LIT("\xef\xbf\xbdx")},
        {LIT("\\ud800\\n"), LIT("\xef\xbf\xbd\n")},
        {LIT("\\ud800\\u0041"), LIT("\xef\xbf\xbd"
                                    "A")},
        {LIT("\\ud800\\ud83d\\ude00"), LIT("\xef\xbf\xbd\xf0\x9f\x98\x80")},
        {LIT("\\udc00\\ud800"), LIT("\xef\xbf\xbd\xef\xbf\xbd")},
        {LIT("\\ud800\\ue000"), LIT("\xef\xbf\xbd\xee\x80\x80")},
        {LIT("\\ud800\\udbff"), LIT("\xef\xbf\xbd\xef\xbf\xbd")},
        {LIT("\\ud800\\\\udc00"), LIT("\xef\xbf\xbd\\udc00")},
        {LIT("\\ud83d\xf0\x9f\x98\x80"), LIT("\xef\xbf\xbd\xf0\x9f\x98\x80")},
        {LIT("\xe2\x82\xac\\u20ac\xe2\x82\xac"), LIT("\xe2\x82\xac\xe2\x82\xac\xe2\x82\xac")},
    };
    /* clang-format on */
    for (size_t i = 0; i < COUNT(table); i++) {
        char memory[128];
        CHECK_VIEW(resolve(memory, table[i].inside), table[i].text, show(table[i].inside));
    }
}

static size_t encode(uint32_t c, char *bytes) {
    if (c < 0x80) {
        bytes[0] = (char)c;
        return 1;
    }
    size_t size = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    static const unsigned char lead[] = {0, 0, 0xc0, 0xe0, 0xf0};
    for (size_t i = size - 1; i > 0; i--) {
        bytes[i] = (char)(0x80 | (c & 0x3f));
        c >>= 6;
    }
    bytes[0] = (char)(lead[size] | c);
    return size;
}

/* In either case of the digits. */
static void every_character(void **state) {
    (void)state;
    for (uint32_t c = 0; c <= 0x10ffff; c += c < 0x11000 ? 1 : 251) {
        char memory[16];
        char inside[16];
        char bytes[4];
        uint32_t rest = c - 0x10000;
        int size = c < 0x10000 ? snprintf(inside, sizeof inside, c % 2 == 0 ? "\\u%04x" : "\\u%04X", (unsigned)c)
                               : snprintf(inside, sizeof inside, "\\u%04x\\u%04X", (unsigned)(0xd800 + (rest >> 10)),
                                          (unsigned)(0xdc00 + (rest & 0x3ff)));
        size_t length = encode(c >= 0xd800 && c <= 0xdfff ? 0xfffd : c, bytes);
        CHECK_VIEW(resolve(memory, (zimport_view){inside, (size_t)size}), ((zimport_view){bytes, length}), inside);
    }
}

/* RFC 8259 section 8.3 */
static void keys_written_with_escapes(void **state) {
    (void)state;
    /* clang-format off */
    static const struct {
        zimport_view text;
        const char *log;
    } table[] = {
        {LIT("{\"\\u0061\":1}"), "1d1;"},
        {LIT("{\"\\u0061\":1,\"a\":2,\"\\u0062\":3}"), "1d1;1d2;2d3;"},
        {LIT("{\"\\u006f\":{\"\\u0061\":1}}"), "3o;7d1;"},
        {LIT("{\"\\u006c\":[{\"\\u0078\":1,\"x\":2}]}"), "4a;4e{5d1;5d2;};"},
        {LIT("{\"\\u0041\":1}"), ""},
        {LIT("{\"a\\u0000\":1}"), ""},
        {LIT("{\"\\u0000a\":1}"), ""},
        {LIT("{\"\\\\u0061\":1}"), ""},
        {LIT("{\"a\\n\":1}"), ""},
        {LIT("{\"\\u0161\":1}"), ""},
        {LIT("{\"\\ud800\":1,\"a\\udc00\":1}"), ""},
    };
    /* clang-format on */
    for (size_t i = 0; i < COUNT(table); i++) {
        static json_result result;
        memset(&result, 0, sizeof result);
        json_run_all(&result, table[i].text, ZIMPORT_VALUE_MIN);
        CHECK_STATUS(result.status, ZIMPORT_OK, show(table[i].text));
        CHECK_VIEW(json_logged(&result), zimport_view_of(table[i].log), show(table[i].text));
    }
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_sequence),
        cmocka_unit_test(every_byte),
        cmocka_unit_test(every_byte_at_every_place),
        cmocka_unit_test(escapes),
        cmocka_unit_test(every_character),
        cmocka_unit_test(keys_written_with_escapes),
    };
    return cmocka_run_group_tests_name("json, text", tests, NULL, NULL);
}
