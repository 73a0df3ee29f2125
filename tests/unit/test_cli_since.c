/* SPDX-License-Identifier: Apache-2.0 */
/* Results as they are since Milvus 2.6: createTime and phase, ages, files that lack rows. */
#include "cli/output/format.h"
#include "cli_run.h"

static spool rows;
static char rows_memory[4096];

static zimport_text text_of(zimport_view view) {
    return (zimport_text){
        .data = (char *)(uintptr_t)view.data, .size = view.size, .capacity = view.size, .given = true};
}

static zimport_number number_of(uint64_t value) {
    return (zimport_number){value, true};
}

/* api.md 9, "createTime" and "phases". */
static void created_and_phase(void **state) {
    (void)state;
    static const struct {
        const format *format;
        bool files;
        const char *end;
    } table[] = {
        {&format_json, false, "\"api\":\"milvus\",\"createTime\":\"*** 10:00\\\"\",\"phase\":\"reading\"}\n"},
        {&format_json, true,
         "\"api\":\"milvus\",\"createTime\":\"*** 10:00\\\"\",\"phase\":\"reading\",\"details\":[]}\n"},
        {&format_csv, false, ",milvus,\"*** 10:00\"\"\",reading\r\n"},
        {&format_env, false, "\nZIMPORT_REASON=''\nZIMPORT_CREATE_TIME='*** 10:00\"'\nZIMPORT_PHASE='reading'\n"},
    };

    spool_init(&rows, rows_memory, sizeof rows_memory);
    format_csv.begin(&(out){.data = (char[200]){0}, .capacity = 200}, false);
    for (size_t i = 0; i < COUNT(table); i++) {
        out to = memory_out();
        zimport_progress progress = {
            .state = ZIMPORT_IMPORTING, .percent = 2000, .create_time = text_of(VIEW("s3cr3t 10:00\""))};

        table[i].format->result(&to, &(result){.job = VIEW("job-1"),
                                               .api = "milvus",
                                               .progress = &progress,
                                               .phase = VIEW("reading"),
                                               .doing = "reading files",
                                               .rows = table[i].files ? &rows : NULL});
        zimport_view end = zimport_view_of(table[i].end);
        assert_true(to.size > end.size);
        CHECK_VIEW(part(written(&to), to.size - end.size, to.size), end, table[i].end);
    }
}

#define CREATED "2024-02-03T12:05:06+08:00"

/* In UTC, with what has passed; nothing that is not known. */
static void text_times(void **state) {
    (void)state;
    static const struct {
        zimport_state state;
        int64_t now;
        zimport_view created, completed;
        const char *lines;
    } table[] = {
        {ZIMPORT_IMPORTING, 1706933106 + 725, LIT(CREATED), LIT(""),
         "Created     2024-02-03T04:05:06Z, 12 min 05 s ago\n"},
        {ZIMPORT_UNCOMMITTED, 1706933106 + 7260, LIT(CREATED), LIT(""),
         "Created     2024-02-03T04:05:06Z, 2 h 01 min ago\n"},
        {ZIMPORT_PENDING, 1706933106, LIT(CREATED), LIT(""), "Created     2024-02-03T04:05:06Z, 0 s ago\n"},
        /* a clock that is off, or not set */
        {ZIMPORT_IMPORTING, 1706933105, LIT(CREATED), LIT(""), "Created     2024-02-03T04:05:06Z\n"},
        {ZIMPORT_IMPORTING, -1, LIT(CREATED), LIT(""), "Created     2024-02-03T04:05:06Z\n"},
        {ZIMPORT_COMPLETED, 1706999999, LIT(CREATED), LIT("2024-02-03T04:17:11.5Z"),
         "Created     2024-02-03T04:05:06Z\nCompleted   2024-02-03T04:17:11Z, took 12 min 05 s\n"},
        {ZIMPORT_COMPLETED, 1706999999, LIT(CREATED), LIT(CREATED),
         "Created     2024-02-03T04:05:06Z\nCompleted   2024-02-03T04:05:06Z, took 0 s\n"},
        {ZIMPORT_COMPLETED, 1706999999, LIT(CREATED), LIT("2024-02-03T12:05:05+08:00"),
         "Created     2024-02-03T04:05:06Z\nCompleted   2024-02-03T04:05:05Z\n"},
        {ZIMPORT_COMPLETED, 1706999999, LIT(CREATED), LIT(""), "Created     2024-02-03T04:05:06Z\n"},
        {ZIMPORT_COMPLETED, 1706999999, LIT(""), LIT(CREATED), "Completed   2024-02-03T04:05:06Z\n"},
        /* what is no time */
        {ZIMPORT_COMPLETED, 1706999999, LIT("yesterday"), LIT("17 s\033"), "Completed   17 s?\n"},
        {ZIMPORT_IMPORTING, 1706999999, LIT("0001-01-01T00:00:00Z"), LIT(""), ""},
    };

    for (size_t i = 0; i < COUNT(table); i++) {
        out to = memory_out();
        zimport_progress progress = {.state = table[i].state,
                                     .percent = ZIMPORT_PERCENT_NONE,
                                     .create_time = text_of(table[i].created),
                                     .complete_time = text_of(table[i].completed)};
        zimport_view lines;

        format_text.result(&to, &(result){.job = VIEW("j"), .api = "v2", .progress = &progress, .now = table[i].now});
        lines = written(&to);
        while (lines.size > 0 && (lines.data[0] == 'J' || lines.data[0] == 'S' || lines.data[0] == '\n')) {
            const char *next = (const char *)memchr(lines.data, '\n', lines.size) + 1;

            lines.size -= (size_t)(next - lines.data);
            lines.data = next;
        }
        if (table[i].state == ZIMPORT_UNCOMMITTED) {
            assert_true(contains(written(&to), "will not finish by itself"));
        }
        CHECK_VIEW(lines, zimport_view_of(table[i].lines), table[i].lines);
    }
}

/* Which files lack rows, and how many, in constant memory. */
static void text_losers(void **state) {
    (void)state;
    static char long_name[300];
    static char memory[2048];
    out losers = {.data = memory, .capacity = sizeof memory};
    zimport_progress progress = {.state = ZIMPORT_COMPLETED,
                                 .percent = 10000,
                                 .imported_rows = number_of(12000),
                                 .total_rows = number_of(12000),
                                 .missing_rows = 2000};
    /* The job's own numbers need not be there. */
    zimport_progress less = {
        .state = ZIMPORT_COMPLETED, .percent = 10000, .total_rows = number_of(12000), .missing_rows = 13000};
    zimport_progress least = {.state = ZIMPORT_COMPLETED, .percent = 10000, .missing_rows = 13000};
    result r = {.job = VIEW("j"), .api = "milvus", .progress = &progress, .losers = &losers, .first = true};
    zimport_file file = {.file_name = LIT("a\033 s3cr3t"), .imported_rows = {3000, true}, .total_rows = {5000, true}};
    out to = memory_out();

    format_text.result(&to, &r);
    CHECK_VIEW(written(&to),
               VIEW("Job         j\nState       Completed, 100 %\n"
                    "Rows        10,000 of 12,000; some were not imported\n"),
               "no names");
    format_loser(&losers, &file, 0);
    CHECK_VIEW(written(&losers), VIEW(": a? *** (3,000 of 5,000)"), "one");
    file.file_name = VIEW("b");
    format_loser(&losers, &file, 1);
    to.size = 0;
    format_text.result(&to, &r);
    assert_true(contains(written(&to), "not imported: a? *** (3,000 of 5,000), b (3,000 of 5,000)\n"));
    r.progress = &less;
    to.size = 0;
    format_text.result(&to, &r);
    assert_true(contains(written(&to), "Rows        0 of 12,000; some"));
    r.progress = &least;
    to.size = 0;
    format_text.result(&to, &r);
    assert_true(contains(written(&to), "Rows        some were not imported: "));
    losers.size = 0;
    memset(long_name, 'n', sizeof long_name);
    file.file_name = (zimport_view){long_name, sizeof long_name};
    for (unsigned i = 0; i < 10000; i++) {
        format_loser(&losers, &file, i);
    }
    assert_false(losers.failed);
    assert_true(losers.size < FORMAT_LOSERS * 230 + 20);
    assert_true(contains(written(&losers), "nnn... (3,000 of 5,000) and others"));
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(created_and_phase),
        cmocka_unit_test(text_times),
        cmocka_unit_test(text_losers),
    };

    return cmocka_run_group_tests(tests, mask_secret, NULL);
}
