/* SPDX-License-Identifier: Apache-2.0 */
/* The progress bar fits every width, and the remaining time is told only where it can be. */
#include "cli/screen/bar.h"
#include "cli/screen/pace.h"
#include "cli_run.h"
#include "columns.h"

static const zimport_job_phase indexing = {9000, "indexing", "building indexes"};

static void lines(void **state) {
    (void)state;
    static const struct {
        unsigned width;
        bar b;
        const char *line;
    } table[] = {
        {20,
         {.percent = 4000, .jobs = 1, .answered = true, .state = ZIMPORT_IMPORTING, .elapsed_ms = 12000},
         " 40 % [###------]"},
        {40,
         {.percent = 4000, .jobs = 1, .answered = true, .state = ZIMPORT_IMPORTING, .elapsed_ms = 12000},
         " 40 % [###-----]  ETA -:--  Importing"},
        {80,
         {.percent = 4000,
          .jobs = 1,
          .answered = true,
          .state = ZIMPORT_IMPORTING,
          .size = {19599887, true},
          .elapsed_ms = 12000,
          .left_ms = 18000,
          .left_known = true},
         " 40 % [#########---------------]  7.4 MiB/18.6 MiB  0:12  ETA 0:18  Importing"},
        {100,
         {.percent = 4000,
          .jobs = 1,
          .answered = true,
          .state = ZIMPORT_IMPORTING,
          .phase = &indexing,
          .size = {19599887, true},
          .elapsed_ms = 12000,
          .left_ms = 18000,
          .left_known = true},
         " 40 % [###################------------------------------]  0:12  phase ETA 0:18  building indexes"},
        {30, {.percent = ZIMPORT_PERCENT_NONE, .jobs = 1}, "  ? % [-----------]  asking"},
        {36, {.percent = 0, .jobs = 3, .ended = 1}, "  0 % [-----------]  1 of 3 ended"},
        {80,
         {.percent = 0, .jobs = 3000, .ended = 1, .hidden = 2978},
         "  0 % [--------------------]  2978 not shown  0:00  ETA -:--  1 of 3000 ended"},
        {60,
         {.percent = 0, .jobs = 40, .ended = 1, .hidden = 30},
         "  0 % [----------]  30 not shown  ETA -:--  1 of 40 ended"},
        {24,
         {.percent = 10000, .jobs = 1, .answered = true, .unicode = true, .state = ZIMPORT_COMPLETED},
         "100 % [\xE2\x96\x88\xE2\x96\x88\xE2\x96\x88\xE2\x96\x88\xE2\x96\x88\xE2\x96\x88\xE2\x96\x88\xE2\x96\x88"
         "\xE2\x96\x88\xE2\x96\x88\xE2\x96\x88\xE2\x96\x88\xE2\x96\x88]"},
        {8, {.percent = 4000, .jobs = 1}, " 40 %"},
        {5, {.percent = 4000, .jobs = 1}, ""},
        {0, {.percent = 4000, .jobs = 1}, ""},
    };

    for (size_t i = 0; i < COUNT(table); i++) {
        out to = memory_out();

        bar_draw(&to, &table[i].b, table[i].width);
        CHECK_VIEW(written(&to), zimport_view_of(table[i].line), table[i].line);
    }
}

static void never_too_wide(void **state) {
    (void)state;
    static const int32_t percents[] = {ZIMPORT_PERCENT_NONE, 0, 1, 999, 1000, 9999, 10000};
    bar b = {.jobs = 1, .size = {UINT64_MAX, true}, .elapsed_ms = 360000000, .left_ms = 7200000, .left_known = true};

    for (unsigned width = 0; width < 300; width++) {
        for (unsigned i = 0; i < COUNT(percents) * 16; i++) {
            out to = memory_out();

            b.percent = percents[i % COUNT(percents)];
            b.unicode = (i & 1) != 0;
            b.color = b.answered = (i & 2) != 0;
            b.retrying = (i & 4) != 0;
            b.jobs = (i & 1) != 0 ? 1000000 : 1;
            b.state = ZIMPORT_UNCOMMITTED;
            b.phase = (i & 8) != 0 ? &indexing : NULL;
            bar_draw(&to, &b, width);
            CHECK(columns(written(&to)) + 3 <= width || to.size == 0, show(written(&to)));
        }
    }
}

static void pace_of_changes(void **state) {
    (void)state;
    pace p = {.count = 0};
    uint64_t ms = 0;

    assert_false(pace_left(&p, 0, ZIMPORT_PERCENT_DONE, &ms));
    pace_record(&p, 1000, 1000);
    assert_false(pace_left(&p, 1000, ZIMPORT_PERCENT_DONE, &ms));
    pace_record(&p, 1500, 1000); /* no change */
    assert_false(pace_left(&p, 1500, ZIMPORT_PERCENT_DONE, &ms));
    pace_record(&p, 2000, 2000);
    assert_true(pace_left(&p, 2000, ZIMPORT_PERCENT_DONE, &ms)); /* 10 % a second, 80 % to go */
    assert_int_equal(ms, 8000);
    assert_true(pace_left(&p, 3000, ZIMPORT_PERCENT_DONE, &ms));
    assert_int_equal(ms, 7000);
    assert_true(pace_left(&p, 3000, 4000, &ms)); /* until the end of a phase */
    assert_int_equal(ms, 1000);
    assert_false(pace_left(&p, 7000, ZIMPORT_PERCENT_DONE, &ms)); /* nothing for too long */
    pace_record(&p, 7000, 500);                                   /* back again: begins anew */
    assert_false(pace_left(&p, 7000, ZIMPORT_PERCENT_DONE, &ms));
    pace_record(&p, 7000, 600); /* no time went by */
    assert_false(pace_left(&p, 7000, ZIMPORT_PERCENT_DONE, &ms));
}

static void pace_is_recent(void **state) {
    (void)state;
    pace p = {.count = 0};
    uint64_t ms = 0;

    for (int i = 0; i < 100; i++) {
        pace_record(&p, (uint64_t)i * 60000, i);
    }
    for (int i = 0; i < PACE_SAMPLES; i++) {
        pace_record(&p, 6000000 + (uint64_t)i * 100, 100 + i * 100);
    }
    assert_true(pace_left(&p, 6001500, ZIMPORT_PERCENT_DONE, &ms));
    assert_int_equal(ms, 1500 * (ZIMPORT_PERCENT_DONE - 1600) / 1500);
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines),
        cmocka_unit_test(never_too_wide),
        cmocka_unit_test(pace_of_changes),
        cmocka_unit_test(pace_is_recent),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
