/* SPDX-License-Identifier: Apache-2.0 */
/* Feeds a JSON text to the scanner in pieces and writes down all that the sink gets. */
#ifndef ZIMPORT_TESTS_JSON_RUN_H
#define ZIMPORT_TESTS_JSON_RUN_H

#include "check.h"

#include "json/json.h"

/* Two scalars, an object, an array; in the object again, to the third level. */
enum { ID_A = 1, ID_B, ID_O, ID_L, ID_X, ID_Y, ID_INNER_A, ID_INNER_L };

static const zimport_json_key element_keys[] = {{"x", NULL, ID_X, false}, {"y", NULL, ID_Y, false}};
static const zimport_json_shape element_shape = {element_keys, COUNT(element_keys)};
static const zimport_json_key object_keys[] = {{"a", NULL, ID_INNER_A, false}, {"l", &element_shape, ID_INNER_L, true}};
static const zimport_json_shape object_shape = {object_keys, COUNT(object_keys)};
static const zimport_json_key root_keys[] = {
    {"a", NULL, ID_A, false},
    {"b", NULL, ID_B, false},
    {"o", &object_shape, ID_O, false},
    {"l", &element_shape, ID_L, true},
};
static const zimport_json_shape root_shape = {root_keys, COUNT(root_keys)};

#define JSON_LOG 4096

/* Each value as id, a letter for the type, the data, and a mark if cut; an element's members in brackets. */
typedef struct json_result {
    zimport_status status;
    bool at_end;       /* the status is that of zimport_json_end */
    bool strings;      /* log strings resolved instead of as they came */
    bool log_elements; /* the bytes of elements too */
    size_t size;
    char log[JSON_LOG];
    zimport_status sink_says;
    size_t sink_after;
    size_t values;
} json_result;

static inline void json_log(json_result *result, const char *data, size_t size) {
    for (size_t i = 0; i < size && result->size < sizeof result->log; i++) {
        result->log[result->size++] = data[i];
    }
}

static inline zimport_status json_gather(void *context, const zimport_json_value *value);

static inline void json_log_element(json_result *result, const zimport_json_value *value) {
    json_log(result, "{", 1);
    if (result->log_elements) {
        json_log(result, value->data, value->size);
    }
    zimport_status status = zimport_json_members(value, &element_shape, json_gather, result);
    if (status != ZIMPORT_OK && status != result->sink_says) {
        json_log(result, status == ZIMPORT_NO_ROOM ? "NO ROOM" : "??", status == ZIMPORT_NO_ROOM ? 7 : 2);
    }
    json_log(result, "}", 1);
}

static inline zimport_status json_gather(void *context, const zimport_json_value *value) {
    static const char letters[] = "nftdsoae";
    json_result *result = context;
    char head[8];
    if (result->sink_says != ZIMPORT_OK && result->values++ >= result->sink_after) {
        return result->sink_says;
    }
    assert_true(value->type <= ZIMPORT_JSON_ELEMENT);
    /* In an element there are its brackets. */
    assert_true((value->type != ZIMPORT_JSON_OBJECT && value->type != ZIMPORT_JSON_ARRAY) || value->size == 0 ||
                value->size == 2);
    json_log(result, head, (size_t)snprintf(head, sizeof head, "%d%c", value->id, letters[value->type]));
    if (value->type == ZIMPORT_JSON_NUMBER || (value->type == ZIMPORT_JSON_STRING && !result->strings)) {
        json_log(result, value->data, value->size);
    } else if (value->type == ZIMPORT_JSON_STRING) {
        zimport_view text = zimport_json_string(value);
        assert_true(is_utf8(text));
        json_log(result, text.data, text.size);
    } else if (value->type == ZIMPORT_JSON_ELEMENT) {
        json_log_element(result, value);
    }
    json_log(result, value->cut ? "!;" : ";", value->cut ? 2 : 1);
    return result->sink_says == ZIMPORT_OK || result->values <= result->sink_after ? ZIMPORT_OK : result->sink_says;
}

static inline zimport_view json_logged(const json_result *result) {
    return (zimport_view){result->log, result->size};
}

/* The options of `result` are kept. */
static inline void json_run(json_result *result, zimport_view text, const size_t *cuts, size_t count, size_t capacity) {
    zimport_json_scanner scanner;
    char *memory = malloc(capacity);
    assert_non_null(memory);
    memset(&scanner, 0x5a, sizeof scanner);
    result->size = 0;
    result->values = 0;
    zimport_json_init(&scanner, &root_shape, json_gather, result, memory, capacity);
    zimport_json_keep_members(&scanner);
    zimport_status status = ZIMPORT_OK;
    size_t begin = 0;
    for (size_t i = 0; i <= count && status == ZIMPORT_OK; i++) {
        /* cppcheck-suppress nullPointer ; without cuts their count is 0 */
        zimport_view piece = part(text, begin, i < count ? cuts[i] : text.size);
        char *copy = exact(piece);
        status = zimport_json_feed(&scanner, (zimport_view){copy, piece.size});
        free(copy);
        begin += piece.size;
    }
    result->at_end = status == ZIMPORT_OK;
    if (result->at_end) {
        status = zimport_json_end(&scanner);
    } else {
        assert_int_equal(zimport_json_feed(&scanner, VIEW("1")), status);
        assert_int_not_equal(zimport_json_end(&scanner), ZIMPORT_OK);
    }
    result->status = status;
    free(memory);
}

/* Whole, byte by byte, and cut in two everywhere: always the same. */
static inline void json_run_all(json_result *result, zimport_view text, size_t capacity) {
    static json_result other;
    static size_t cuts[8192];
    const char *label = show(text);
    assert_true(text.size < COUNT(cuts));
    json_run(result, text, NULL, 0, capacity);
    other = *result;
    for (size_t i = 0; i <= text.size; i++) {
        cuts[i] = i;
    }
    json_run(&other, text, cuts, text.size, capacity);
    CHECK_STATUS(other.status, result->status, label);
    CHECK_VIEW(json_logged(&other), json_logged(result), label);
    for (size_t i = 0; i <= text.size && text.size < 2000; i++) {
        json_run(&other, text, &cuts[i], 1, capacity);
        CHECK_STATUS(other.status, result->status, label);
        CHECK_EQUAL(other.at_end, result->at_end, label);
        CHECK_VIEW(json_logged(&other), json_logged(result), label);
    }
}

static inline zimport_status json_status(zimport_view text) {
    static json_result result;
    memset(&result, 0, sizeof result);
    json_run_all(&result, text, ZIMPORT_VALUE_MIN);
    return result.status;
}

#endif
