/* SPDX-License-Identifier: Apache-2.0 */
/* Wanted members only, at their own place only; elements whole; marks where memory ended. */
#include "json_run.h"

#include "json/keeper.h"

static void values(void **state) {
    (void)state;
    /* clang-format off */
    static const struct {
        zimport_view text;
        const char *log;
    } table[] = {
        {LIT("{}"), ""},
        {LIT("{\"a\":1}"), "1d1;"},
        {LIT("{\"a\":null,\"b\":true}"), "1n;2t;"},
        {LIT("{\"a\":false}"), "1f;"},
        {LIT("{\"a\":\"\"}"), "1s;"},
        {LIT("{\"a\":\"x\\n\\u00e9\"}"), "1sx\\n\\u00e9;"},
        {LIT("{\"a\":-1.50e+3}"), "1d-1.50e+3;"},
        {LIT(" { \"a\" : 0 , \"b\" : \" \" } "), "1d0;2s ;"},
        {LIT("{\"b\":1,\"a\":2,\"b\":3}"), "2d1;1d2;2d3;"},
        {LIT("{\"A\":1,\"aa\":2,\"\":3,\"c\":4}"), ""},
        {LIT("{\"c\":\"a\",\"a\":1}"), "1d1;"},
        {LIT("{\"c\":{\"a\":1},\"a\":2}"), "1d2;"},
        {LIT("{\"c\":[{\"a\":1}],\"a\":2}"), "1d2;"},
        {LIT("{\"c\":{\"o\":{\"a\":1}},\"b\":2}"), "2d2;"},
        /* A container where a scalar is wanted is told, and nothing in it. */
        {LIT("{\"a\":{\"a\":1,\"b\":2},\"b\":3}"), "1o;2d3;"},
        {LIT("{\"a\":[1,{\"a\":1}],\"b\":3}"), "1a;2d3;"},
        /* A scalar where a container is wanted is told. */
        {LIT("{\"o\":1,\"l\":\"x\"}"), "3d1;4sx;"},
        {LIT("{\"o\":null,\"l\":null}"), "3n;4n;"},
        /* An object. */
        {LIT("{\"o\":{}}"), "3o;"},
        {LIT("{\"o\":{\"a\":1,\"b\":2},\"a\":3}"), "3o;7d1;1d3;"},
        {LIT("{\"o\":{\"z\":{\"a\":1},\"a\":2}}"), "3o;7d2;"},
        {LIT("{\"o\":{\"o\":{\"a\":1}}}"), "3o;"},
        {LIT("{\"o\":{\"a\":1},\"o\":{\"a\":2}}"), "3o;7d1;3o;7d2;"},
        /* The other kind of container. */
        {LIT("{\"o\":[{\"a\":1}],\"b\":2}"), "3a;2d2;"},
        {LIT("{\"l\":{\"x\":1},\"b\":2}"), "4o;2d2;"},
        /* Arrays of objects. */
        {LIT("{\"l\":[]}"), "4a;"},
        {LIT("{\"l\":[{}]}"), "4a;4e{};"},
        {LIT("{\"l\":[{},{}]}"), "4a;4e{};4e{};"},
        {LIT("{\"l\":[{\"x\":1}]}"), "4a;4e{5d1;};"},
        {LIT("{\"l\":[{\"x\":1,\"y\":\"q\"},{\"y\":null}],\"a\":1}"), "4a;4e{5d1;6sq;};4e{6n;};1d1;"},
        {LIT("{\"l\":[ { \"x\" : 1 , \"z\" : 2 } ]}"), "4a;4e{5d1;};"},
        {LIT("{\"l\":[{\"z\":1,\"x\":2,\"w\":[],\"y\":3}]}"), "4a;4e{5d2;6d3;};"},
        {LIT("{\"l\":[{\"z\":{\"x\":1}}]}"), "4a;4e{};"},
        {LIT("{\"l\":[{\"a\":1,\"x\":2}]}"), "4a;4e{5d2;};"},
        {LIT("{\"l\":[{\"x\":1,\"x\":2}]}"), "4a;4e{5d1;5d2;};"},
        {LIT("{\"l\":[{\"x\":\"\\\"}]{\",\"y\":\"\\\\\"}]}"), "4a;4e{5s\\\"}]{;6s\\\\;};"},
        {LIT("{\"o\":{\"l\":[{\"x\":1}],\"a\":2}}"), "3o;8a;8e{5d1;};7d2;"},
        {LIT("{\"o\":{\"l\":[{\"x\":1},{\"x\":2}]},\"l\":[{\"y\":3}]}"), "3o;8a;8e{5d1;};8e{5d2;};4a;4e{6d3;};"},
        {LIT("{\"l\":[{\"x\":1}],\"l\":[{\"x\":2}]}"), "4a;4e{5d1;};4a;4e{5d2;};"},
        /* Objects deeper in the array are not its elements. */
        {LIT("{\"l\":[[{\"x\":1}],{\"x\":2}]}"), "4a;4e{5d2;};"},
        {LIT("{\"l\":[1,\"x\",null,{\"x\":2},[]]}"), "4a;4e{5d2;};"},
        /* Another root has no members. */
        {LIT("[{\"a\":1}]"), ""},
        {LIT("\"a\""), ""},
        {LIT("17"), ""},
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

/* Its inside never stands in for the scalar. */
static void containers_in_elements(void **state) {
    (void)state;
    /* clang-format off */
    static const zimport_view table[] = {
        LIT("{\"l\":[{\"x\":{\"y\":1},\"y\":2}]}"),
        LIT("{\"l\":[{\"x\":[{\"y\":1}],\"y\":2}]}"),
        LIT("{\"l\":[{\"x\":[],\"y\":2}]}"),
        LIT("{\"l\":[{\"x\":{},\"y\":2}]}"),
        LIT("{\"l\":[{\"x\":[1,[2,{\"x\":3}]],\"y\":2}]}"),
        LIT("{\"l\":[{\"x\":{\"x\":{\"y\":{\"x\":1}}},\"y\":2}]}"),
    };
    /* clang-format on */
    for (size_t i = 0; i < COUNT(table); i++) {
        static json_result result;
        memset(&result, 0, sizeof result);
        json_run_all(&result, table[i], ZIMPORT_VALUE_MIN);
        CHECK_STATUS(result.status, ZIMPORT_OK, show(table[i]));
        zimport_view log = json_logged(&result);
        CHECK(contains(log, contains(table[i], "\"x\":[") ? "{5a;6d2;};" : "{5o;6d2;};"), show(log));
        CHECK(!contains(log, "6d1") && !contains(log, "5d"), show(log));
    }
}

/* "Its known members only, without space". */
static void the_bytes_of_an_element(void **state) {
    (void)state;
    static json_result result;
    memset(&result, 0, sizeof result);
    result.log_elements = true;
    json_run_all(&result, VIEW("{\"l\":[ {\"z\" : [ ] , \"x\" : 1 ,\"q\":0,\n\"y\":\"a b\" } , { } ]}"),
                 ZIMPORT_VALUE_MIN);
    zimport_view log = json_logged(&result);
    CHECK_VIEW(log, VIEW("4a;4e{{\"x\":1,\"y\":\"a b\"}5d1;6sa b;};4e{{}};"), "element");
}

static void more_tokens_than_there_are(void **state) {
    (void)state;
    for (size_t count = 1; count < 30; count++) {
        static json_result result;
        char text[400] = "{\"l\":[{";
        char want[200] = "4a;4e{";
        for (size_t i = 0; i < count; i++) {
            strcat(text, i > 0 ? ",\"x\":1" : "\"x\":1");
            strcat(want, "5d1;");
        }
        strcat(text, "}]}");
        strcat(want, "};");
        memset(&result, 0, sizeof result);
        json_run_all(&result, zimport_view_of(text), 400);
        CHECK_STATUS(result.status, ZIMPORT_OK, text);
        bool fits = 1 + 2 * count <= ZIMPORT_JSON_TOKENS;
        zimport_view log = json_logged(&result);
        CHECK_VIEW(log, zimport_view_of(fits ? want : "4a;4e{NO ROOM};"), text);
    }
}

/* At any of its calls. */
static void the_sink_stops_the_scan(void **state) {
    (void)state;
    for (size_t after = 0; after < 8; after++) {
        static json_result result;
        memset(&result, 0, sizeof result);
        result.sink_says = ZIMPORT_REPLY_OTHER_JOB;
        result.sink_after = after;
        json_run_all(&result, VIEW("{\"a\":1,\"o\":{\"a\":2,\"l\":[1]},\"l\":[],\"b\":\"x\",\"b\":null}"),
                     ZIMPORT_VALUE_MIN);
        assert_int_equal(result.status, after < 7 ? ZIMPORT_REPLY_OTHER_JOB : ZIMPORT_OK);
        assert_int_equal(result.values, after < 7 ? after + 1 : 7);
    }
}

static zimport_status stop_at_y(void *context, const zimport_json_value *value) {
    size_t *seen = context;
    *seen += 1;
    return value->id == ID_Y ? ZIMPORT_REPLY_TYPE : ZIMPORT_OK;
}

static void the_sink_stops_an_element(void **state) {
    (void)state;
    char text[] = "{\"x\":1,\"y\":2,\"x\":3}";
    size_t seen = 0;
    zimport_json_value element = {ID_L, ZIMPORT_JSON_ELEMENT, false, text, sizeof text - 1};
    assert_int_equal(zimport_json_members(&element, &element_shape, stop_at_y, &seen), ZIMPORT_REPLY_TYPE);
    assert_int_equal(seen, 2);
}

static void members_of_no_interest(void **state) {
    (void)state;
    static json_result result;
    char text[] = "{\"other\":1,\"x\":false,\"another\":[],\"y\":true}";
    memset(&result, 0, sizeof result);
    zimport_json_value element = {ID_L, ZIMPORT_JSON_ELEMENT, false, text, sizeof text - 1};
    assert_int_equal(zimport_json_members(&element, &element_shape, json_gather, &result), ZIMPORT_OK);
    CHECK_VIEW(json_logged(&result), VIEW("5f;6t;"), "members");
}

/* Whose value is not that of the member before it. */
static void a_name_that_is_cut(void **state) {
    (void)state;
    static json_result result;
    char name[ZIMPORT_VALUE_MIN + 1] = "";
    char text[3 * ZIMPORT_VALUE_MIN];
    memset(name, 'n', ZIMPORT_VALUE_MIN);
    (void)snprintf(text, sizeof text, "{\"a\":1,\"%s\":2,\"b\":[],\"%s\":{},\"a\":3}", name, name);
    memset(&result, 0, sizeof result);
    json_run_all(&result, zimport_view_of(text), ZIMPORT_VALUE_MIN);
    assert_int_equal(result.status, ZIMPORT_OK);
    CHECK_VIEW(json_logged(&result), VIEW("1d1;2a;1d3;"), "members");
}

static void too_little_memory(void **state) {
    (void)state;
    static json_result result;
    zimport_json_scanner scanner;
    char memory[1] = {'m'};
    memset(&result, 0, sizeof result);
    zimport_json_init(&scanner, &root_shape, json_gather, &result, memory, sizeof memory);
    assert_int_not_equal(zimport_json_feed(&scanner, VIEW("{\"a\":\"text\"}")), ZIMPORT_OK);
    assert_int_not_equal(zimport_json_end(&scanner), ZIMPORT_OK);
    assert_int_equal(memory[0], 'm');
}

/* Names of 20 bytes are found; a longer one is never taken for one. */
static void long_keys(void **state) {
    (void)state;
    static const zimport_json_key keys[] = {{"abcdefghijklmnopqrst", NULL, ID_A, false}, {"", NULL, ID_B, false}};
    static const zimport_json_shape shape = {keys, COUNT(keys)};
    static const zimport_view text =
        LIT("{\"abcdefghijklmnopqrst\":1,\"abcdefghijklmnopqrstu\":2,\"abcdefghijklmnopqrs\":3,"
            "\"abcdefghijklmnopqrs\\u0074\":4,\"abcdefghijklmnopqrst\\u0075\":5,\"\":6}");
    static json_result result;
    zimport_json_scanner scanner;
    char memory[ZIMPORT_VALUE_MIN];
    memset(&result, 0, sizeof result);
    zimport_json_init(&scanner, &shape, json_gather, &result, memory, sizeof memory);
    for (size_t i = 0; i < text.size; i++) {
        assert_int_equal(zimport_json_feed(&scanner, part(text, i, i + 1)), ZIMPORT_OK);
    }
    assert_int_equal(zimport_json_end(&scanner), ZIMPORT_OK);
    CHECK_VIEW(json_logged(&result), VIEW("1d1;1d4;2d6;"), "long keys");
}

/* As written, up to what memory has room for behind it. */
static void the_longest_key(void **state) {
    (void)state;
    enum { MOST = ZIMPORT_VALUE_MIN - KEEPER_TAIL };
    for (size_t size = MOST - 1; size <= MOST + 1; size++) {
        static json_result result;
        char name[MOST + 2] = "";
        char text[MOST + 16];
        zimport_json_scanner scanner;
        char memory[ZIMPORT_VALUE_MIN];
        memset(name, 'n', size);
        const zimport_json_key key = {name, NULL, ID_A, false};
        const zimport_json_shape shape = {&key, 1};
        (void)snprintf(text, sizeof text, "{\"%s\":1}", name);
        memset(&result, 0, sizeof result);
        zimport_json_init(&scanner, &shape, json_gather, &result, memory, sizeof memory);
        assert_int_equal(zimport_json_feed(&scanner, zimport_view_of(text)), ZIMPORT_OK);
        assert_int_equal(zimport_json_end(&scanner), ZIMPORT_OK);
        CHECK_VIEW(json_logged(&result), zimport_view_of(size <= MOST ? "1d1;" : ""), text);
    }
}

/* It could be a wanted one, in escapes: the element is marked. */
static void a_key_of_an_element_that_is_too_long(void **state) {
    (void)state;
    for (size_t size = 1; size <= 400; size += 399) {
        static json_result result;
        char text[500] = "{\"l\":[{\"";
        memset(text + strlen(text), 'n', size);
        strcat(text, "\":1,\"x\":2},{\"x\":3}]}");
        memset(&result, 0, sizeof result);
        json_run_all(&result, zimport_view_of(text), ZIMPORT_VALUE_MIN);
        CHECK_STATUS(result.status, ZIMPORT_OK, text);
        CHECK_VIEW(json_logged(&result),
                   zimport_view_of(size == 1 ? "4a;4e{5d2;};4e{5d3;};" : "4a;4e{5d2;}!;4e{5d3;};"), text);
    }
}

static zimport_status count_elements(void *context, const zimport_json_value *value) {
    size_t *seen = context;
    *seen += value->type == ZIMPORT_JSON_ELEMENT;
    CHECK(value->type != ZIMPORT_JSON_ELEMENT || (value->id == ID_L && value->size == 0 && !value->cut), "element");
    return ZIMPORT_OK;
}

/* Where their members are not kept, elements are told, and nothing of them. */
static void elements_that_are_not_kept(void **state) {
    (void)state;
    zimport_json_scanner scanner;
    char memory[ZIMPORT_VALUE_MIN];
    size_t seen = 0;
    zimport_json_init(&scanner, &root_shape, count_elements, &seen, memory, sizeof memory);
    assert_int_equal(
        zimport_json_feed(&scanner, VIEW("{\"a\":\"text\",\"l\":[7,\"x\",{\"x\":\"long\"},{},{\"y\":\"z\"}]}")),
        ZIMPORT_OK);
    assert_int_equal(zimport_json_end(&scanner), ZIMPORT_OK);
    assert_int_equal(seen, 3);
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(values),
        cmocka_unit_test(containers_in_elements),
        cmocka_unit_test(the_bytes_of_an_element),
        cmocka_unit_test(more_tokens_than_there_are),
        cmocka_unit_test(the_sink_stops_the_scan),
        cmocka_unit_test(the_sink_stops_an_element),
        cmocka_unit_test(a_name_that_is_cut),
        cmocka_unit_test(members_of_no_interest),
        cmocka_unit_test(too_little_memory),
        cmocka_unit_test(long_keys),
        cmocka_unit_test(the_longest_key),
        cmocka_unit_test(a_key_of_an_element_that_is_too_long),
        cmocka_unit_test(elements_that_are_not_kept),
    };
    return cmocka_run_group_tests_name("json, shape", tests, NULL, NULL);
}
