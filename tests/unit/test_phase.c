/* SPDX-License-Identifier: Apache-2.0 */
/* What replies say since Milvus 2.6, and what follows from it: phases, times, rows that are missing. */
#include "reply_run.h"

/* api.md 9, "phases". */
static void phases(void **state) {
    (void)state;
    static const struct {
        int32_t percent;
        int32_t end;
        const char *name, *words;
    } table[] = {
        {0, 1000, "queued", "queued"},
        {999, 1000, "queued", "queued"},
        {1000, 4000, "reading", "reading files"},
        {3999, 4000, "reading", "reading files"},
        {4000, 7000, "importing", "importing"},
        {6999, 7000, "importing", "importing"},
        {7000, 8000, "sorting", "sorting"},
        {7999, 8000, "sorting", "sorting"},
        {8000, 9000, "indexing", "building indexes"},
        {8999, 9000, "indexing", "building indexes"},
        {9000, 9900, "indexing", "building indexes"},
        {9899, 9900, "indexing", "building indexes"},
        {9900, 10000, "committing", "committing"},
        {10000, 10000, "committing", "committing"},
    };
    static const zimport_state moving[] = {ZIMPORT_PENDING, ZIMPORT_IMPORTING};
    for (size_t i = 0; i < 2 * COUNT(table); i++) {
        const char *label = table[i / 2].name;
        int32_t percent = table[i / 2].percent;
        const zimport_job_phase *phase = zimport_job_phase_of(&zimport_milvus, moving[i % 2], percent);
        if (phase == NULL) {
            fail_msg("no phase: %s", label);
            return;
        }
        CHECK_VIEW(zimport_view_of(phase->name), zimport_view_of(label), label);
        CHECK_VIEW(zimport_view_of(phase->words), zimport_view_of(table[i / 2].words), label);
        CHECK_EQUAL(phase->end, table[i / 2].end, label);
        assert_null(zimport_job_phase_of(&zimport_v1, moving[i % 2], percent));
        assert_null(zimport_job_phase_of(&zimport_v2, moving[i % 2], percent));
    }
    for (int s = ZIMPORT_UNKNOWN; s <= ZIMPORT_CANCELLED; s++) {
        const zimport_job_phase *phase = zimport_job_phase_of(&zimport_milvus, (zimport_state)s, 5000);
        CHECK_EQUAL(phase != NULL, s == ZIMPORT_PENDING || s == ZIMPORT_IMPORTING,
                    zimport_state_name((zimport_state)s));
        assert_null(zimport_job_phase_of(&zimport_milvus, (zimport_state)s, ZIMPORT_PERCENT_NONE));
    }
}

static int64_t read_time(zimport_view view) {
    char *copy = exact(view);
    zimport_text text = {.data = copy, .capacity = view.size, .size = view.size, .given = true};
    int64_t time = zimport_time_read(&text);
    text.cut = true;
    assert_int_equal(zimport_time_read(&text), -1);
    free(copy);
    return time;
}

/* RFC 3339 section 5.6, and what Go's layout makes of it (api.md 3.3). */
static void times(void **state) {
    (void)state;
    static const struct {
        zimport_view text;
        int64_t time;
    } table[] = {
        {LIT("2024-02-03T04:05:06Z"), 1706933106},
        {LIT("2024-02-03T12:05:06+08:00"), 1706933106},
        {LIT("2024-02-02T23:35:06-04:30"), 1706933106},
        {LIT("2024-02-03T04:05:06+00:00"), 1706933106},
        {LIT("2024-02-03T04:05:06-00:00"), 1706933106},
        {LIT("2024-02-03T04:05:06.9Z"), 1706933106},
        {LIT("2024-02-03T12:05:06.123456789012345678901+08:00"), 1706933106},
        {LIT("2024-02-29T00:00:00Z"), 1709164800},
        {LIT("2000-02-29T23:59:59Z"), 951868799},
        {LIT("2023-12-31T23:59:60Z"), 1704067200},
        {LIT("1970-01-01T00:00:00Z"), 0},
        {LIT("1970-01-01T00:00:00-00:01"), 60},
        {LIT("9999-12-31T23:59:59-23:59"), 253402300799 + 86340},
    };
    for (size_t i = 0; i < COUNT(table); i++) {
        CHECK_EQUAL(read_time(table[i].text), table[i].time, show(table[i].text));
        for (size_t size = 0; size < table[i].text.size; size++) {
            CHECK_EQUAL(read_time(part(table[i].text, 0, size)), -1, show(part(table[i].text, 0, size)));
        }
    }
}

static void what_is_no_time(void **state) {
    (void)state;
    static const zimport_view table[] = {
        LIT("0001-01-01T00:00:00Z"), /* Go's zero time */
        LIT("1969-12-31T23:59:59Z"),      LIT("1970-01-01T00:00:00+00:01"),     LIT("0000-01-01T00:00:00Z"),
        LIT("2024-00-03T04:05:06Z"),      LIT("2024-13-03T04:05:06Z"),          LIT("2024-02-00T04:05:06Z"),
        LIT("2024-02-30T04:05:06Z"),      LIT("2023-02-29T04:05:06Z"),          LIT("2100-02-29T04:05:06Z"),
        LIT("2024-04-31T04:05:06Z"),      LIT("2024-12-32T04:05:06Z"),          LIT("2024-02-03T24:00:00Z"),
        LIT("2024-02-03T04:60:06Z"),      LIT("2024-02-03T04:05:61Z"),          LIT("2024-02-03T04:05:06"),
        LIT("2024-02-03T04:05:06 "),      LIT("2024-02-03T04:05:06ZZ"),         LIT("2024-02-03T04:05:06X"),
        LIT("2024-02-03T04:05:06+24:00"), LIT("2024-02-03T04:05:06+08:60"),     LIT("2024-02-03T04:05:06+0800"),
        LIT("2024-02-03T04:05:06+8:00"),  LIT("2024-02-03T04:05:06+08:00x"),    LIT("2024-02-03T04:05:06.Z"),
        LIT("2024-02-03T04:05:06.5"),     LIT("2024-02-03T04:05:06,5Z"),        LIT("2024-02-03T04:05:06.5.5Z"),
        LIT("2024-02-03 04:05:06Z"),      LIT("2024-02- 3T04:05:06Z"),          LIT("2024-2-3T04:05:06Z"),
        LIT("2024-0;-03T04:05:06Z"),      LIT("202a-02-03T04:05:06Z"),          LIT("+2024-02-03T04:05:06Z"),
        LIT(" 2024-02-03T04:05:06Z"),     LIT("12024-02-03T04:05:06Z"),         LIT("2024-02-03T04:05:06\0Z"),
        LIT("Sat Feb 03 04:05:06 2024"),  LIT("Sat, 03 Feb 2024 04:05:06 GMT"), LIT("1706933106"),
        LIT("17069331061706933106"),      LIT("soon, or somewhat later"),       LIT(""),
    };
    for (size_t i = 0; i < COUNT(table); i++) {
        CHECK_EQUAL(read_time(table[i]), -1, show(table[i]));
    }
}

/* api.md 9, "createTime": as sent, and null where it is no text or an empty one. */
static void create_time(void **state) {
    (void)state;
    static const struct {
        const char *member, *time;
    } table[] = {
        {"\"createTime\":\"2024-02-03T12:05:06+08:00\"", "2024-02-03T12:05:06+08:00"},
        {"\"createTime\":\"\\u0041soon\"", "Asoon"},
        {"\"createTime\":\"\"", NULL},
        {"\"createTime\":null", NULL},
        {"\"createTime\":7", NULL},
        {"\"createTime\":[\"x\"]", NULL},
        {"\"createTime\":\"old\",\"createTime\":\"\"", NULL},
        {"\"createTime\":\"old\",\"createTime\":\"new\"", "new"},
        {"\"create_time\":\"x\"", NULL},
        {"\"details\":[{\"createTime\":\"x\"}]", NULL},
    };
    for (size_t i = 0; i < COUNT(table); i++) {
        static reply_result result;
        static char body[256];
        (void)snprintf(body, sizeof body, "{\"code\":0,\"data\":{\"progress\":40,%s,\"state\":\"Importing\"}}",
                       table[i].member);
        reply_run_all(&zimport_milvus, &result, zimport_view_of(body), 200, 512);
        CHECK_STATUS(result.status, ZIMPORT_OK, body);
        reply_check_text(&result.progress.create_time, table[i].time, body);
        reply_run_all(&zimport_v2, &result, zimport_view_of(body), 200, 512);
        reply_check_text(&result.progress.create_time, table[i].time, body);
    }
    /* What an answer before had does not stay. */
    static reply_result result;
    reply_run_all(&zimport_milvus, &result,
                  VIEW("{\"code\":0,\"data\":{\"createTime\":\"x\"},\"data\":{\"state\":\"Completed\"}}"), 200, 512);
    reply_check_text(&result.progress.create_time, NULL, "data twice");
    reply_run_all(&zimport_v1, &result, VIEW(DATA("\"readyPercentage\":0.4,\"createTime\":\"x\"")), 200, 512);
    assert_int_equal(result.status, ZIMPORT_OK);
    reply_check_text(&result.progress.create_time, NULL, "v1");
}

#define ROW(imported, total) "{\"importedRows\":" imported ",\"totalRows\":" total ",\"state\":\"Completed\"}"
#define BIG "18446744073709551615"

/* api.md 9, "rows": what the job's own numbers hide is in the sums of its files. */
static void missing_rows(void **state) {
    (void)state;
    static const struct {
        const char *state, *own, *rows;
        uint64_t missing;
        bool lacks;
    } table[] = {
        {"Completed", ROW("10", "10"), ROW("5", "5") "," ROW("5", "5"), 0, false},
        {"Completed", ROW("10", "10"), ROW("5", "5") "," ROW("3", "5"), 2, true},
        {"Completed", ROW("10", "10"), ROW("4", "5") "," ROW("0", "5"), 6, true},
        {"Uncommitted", ROW("10", "10"), ROW("4", "5"), 1, true},
        {"Importing", ROW("10", "10"), ROW("4", "5"), 1, false},
        {"Failed", ROW("10", "10"), ROW("4", "5"), 1, false},
        {"Completed", ROW("8", "10"), "", 0, true},
        {"Uncommitted", ROW("8", "10"), "", 0, true},
        {"Importing", ROW("8", "10"), "", 0, false},
        {"Completed", ROW("8", "10"), ROW("10", "10"), 0, true},
        {"Completed", ROW("null", "10"), ROW("9", "10"), 1, true},
        {"Completed", ROW("null", "10"), "", 0, false},
        {"Completed", ROW("10", "null"), "", 0, false},
        {"Completed", ROW("10", "10"), ROW("null", "5"), 0, false},
        {"Completed", ROW("10", "10"), ROW("5", "null"), 0, false},
        {"Completed", ROW("10", "10"), ROW("7", "5"), 0, false},
        /* More than the rows of another file can't make up for it, and sums don't wrap. */
        {"Completed", ROW("10", "10"), ROW("7", "5") "," ROW("3", "5"), 2, true},
        {"Completed", ROW("10", "10"), ROW("0", BIG) "," ROW("0", BIG), UINT64_MAX, true},
        {"Completed", ROW("10", "10"), ROW("1", "2") "," ROW("0", BIG), UINT64_MAX, true},
        /* Only the last array counts. */
        {"Completed", ROW("10", "10"), ROW("4", "5") "],\"details\":[" ROW("5", "5"), 0, false},
        {"Completed", ROW("10", "10"), ROW("4", "5") "],\"details\":[", 0, false},
    };
    for (size_t i = 0; i < COUNT(table); i++) {
        static reply_result result;
        static char body[512];
        const char *own = table[i].own;
        (void)snprintf(body, sizeof body, "{\"code\":0,\"data\":{\"details\":[%s],%.*s\"state\":\"%s\"}}",
                       table[i].rows, (int)(strstr(own, "\"state") - own) - 1, own + 1, table[i].state);
        reply_run_all(&zimport_milvus, &result, zimport_view_of(body), 200, 512);
        CHECK_STATUS(result.status, ZIMPORT_OK, body);
        CHECK(result.progress.missing_rows == table[i].missing, body);
        CHECK_EQUAL(zimport_progress_lacks_rows(&result.progress), table[i].lacks, body);
    }
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(phases),      cmocka_unit_test(times),        cmocka_unit_test(what_is_no_time),
        cmocka_unit_test(create_time), cmocka_unit_test(missing_rows),
    };
    return cmocka_run_group_tests_name("phases, times, missing rows", tests, NULL, NULL);
}
