/* SPDX-License-Identifier: Apache-2.0 */
/* The lines of several jobs: what they say, and that they fit every width and stand below each other. */
#include "cli/screen/bar.h"
#include "cli/screen/view.h"
#include "cli_run.h"
#include "columns.h"

#define ID "job-0a1b2c3d4e5f6g7h8i9j0k"
#define FULL "\xE2\x96\x88"
#define RED(text) "\033[31m" text "\033[0m"

static const zimport_job importing = {
    .id = {ID, sizeof ID - 1}, .asked = true, .answered = true, .state = ZIMPORT_IMPORTING, .percent = 4000};
static const zimport_job asking = {.id = {"job-b", 5}, .percent = ZIMPORT_PERCENT_NONE};
static const zimport_job failed = {
    .id = {"job-c", 5}, .asked = true, .answered = true, .ended = true, .state = ZIMPORT_FAILED, .percent = 10000};
static const zimport_job unknown = {
    .id = {"job-d", 5}, .asked = true, .ended = true, .status = ZIMPORT_NOT_FOUND, .percent = ZIMPORT_PERCENT_NONE};
/* The network was away too long for one answer: the job is asked about again. */
static const zimport_job away = {.id = {"job-e", 5},
                                 .asked = true,
                                 .answered = true,
                                 .status = ZIMPORT_NO_ADDRESS,
                                 .state = ZIMPORT_PENDING,
                                 .percent = 0};

static zimport_view trimmed(const out *line) {
    zimport_view text = written(line);

    while (text.size > 0 && text.data[text.size - 1] == ' ') {
        text.size--;
    }
    return text;
}

static void lines(void **state) {
    (void)state;
    static const struct {
        unsigned width;
        const zimport_job *job;
        bool unicode;
        bool color;
        const char *line;
    } table[] = {
        {80, &importing, false, false, ID "   40 % [###########-----------------]  Importing"},
        {80, &asking, false, false, "job-b                         ? % [----------------------------]  asking"},
        {80, &failed, false, true, "job-c                       100 % [############################]  " RED("Failed")},
        {80, &unknown, false, false, "job-d                         ? % [----------------------------]  error"},
        {80, &unknown, false, true, "job-d                         ? % [----------------------------]  " RED("error")},
        {80, &away, false, false, "job-e                         0 % [----------------------------]  Pending"},
        {200, &importing, false, false, ID "   40 % [####################------------------------------]  Importing"},
        {50, &importing, false, false, "job-0a1...8i9j0k   40 % [###-----]  Importing"},
        {50, &failed, true, false, "job-c             100 % [" FULL FULL FULL FULL FULL FULL FULL FULL "]  Failed"},
        {40, &importing, false, false, "job-0a1...h8i9j0k   40 %  Importing"},
        {40, &importing, true, false,
         "job-0a1b\xE2\x80\xA6"
         "7h8i9j0k   40 %  Importing"},
        {40, &unknown, false, false, "job-d                ? %  error"},
        {30, &importing, false, false, "job...j0k   40 % [###-----]"},
        {20, &importing, false, false, "job-...j0k   40 %"},
        {15, &importing, false, false, "j...k   40 %"},
    };

    for (size_t i = 0; i < COUNT(table); i++) {
        out to = memory_out();
        view_columns v = view_fit(table[i].width, sizeof ID - 1);
        size_t drawn;

        v.unicode = table[i].unicode;
        v.color = table[i].color;
        drawn = view_draw(&to, &v, table[i].job, NULL);
        CHECK_EQUAL(drawn, columns(written(&to)), table[i].line);
        CHECK_VIEW(trimmed(&to), zimport_view_of(table[i].line), table[i].line);
    }
}

static void doing(void **state) {
    (void)state;
    static const zimport_job_phase committing = {10000, "committing", "committing"};
    out to = memory_out();
    view_columns v = view_fit(80, sizeof ID - 1);
    size_t width = view_draw(&to, &v, &importing, NULL);
    assert_false(contains(written(&to), "committing"));
    to.size = 0;
    assert_int_equal(view_draw(&to, &v, &importing, &committing), width);
    assert_true(contains(written(&to), "committing"));
    assert_int_equal(columns(written(&to)), width);
}

/* Below the jobs, with a bar of the same size, where ids need not be shortened. */
static void total(void **state) {
    (void)state;
    static const struct {
        unsigned width;
        size_t head;
        size_t bar;
        bool retrying;
        const char *line;
    } table[] = {
        {80, 26, 28, false, "1 of 3 ended                 40 % [##########---------------]  0:12  ETA -:--"},
        {80, 26, 20, false, "1 of 3 ended                 40 % [########------------]  0:12  ETA -:--"},
        {80, 26, 28, true, "retrying                     40 % [##########---------------]  0:12  ETA -:--"},
        {200, 12, 50, false,
         "1 of 3 ended   40 % [####################------------------------------]  0:12  ETA -:--"},
        {40, 12, 0, false, "1 of 3 ended   40 % [###------]  0:12"},
        {40, 0, 0, false, " 40 % [###------]  0:12  1 of 3 ended"},
        {22, 12, 0, false, "1 of 3 ended   40 %"},
    };

    for (size_t i = 0; i < COUNT(table); i++) {
        out to = memory_out();
        bar b = {.percent = 4000, .jobs = 3, .ended = 1, .elapsed_ms = 12000};

        b.head = table[i].head;
        b.most = table[i].bar;
        b.retrying = table[i].retrying;
        bar_draw(&to, &b, table[i].width);
        CHECK_VIEW(written(&to), zimport_view_of(table[i].line), table[i].line);
    }
}

/* At every width, for ids of every size: parts begin in the same columns. */
static void always_fits(void **state) {
    (void)state;
    static const zimport_job *const jobs[] = {&importing, &asking, &failed, &unknown, &away};
    static char id[ZIMPORT_ID_MAX];
    size_t equal = 0;

    memset(id, 'i', sizeof id);
    for (unsigned width = 0; width < 300; width++) {
        for (size_t i = 0; i < ZIMPORT_ID_MAX * COUNT(jobs); i++) {
            size_t longest = 1 + i / COUNT(jobs);
            zimport_job job = *jobs[i % COUNT(jobs)];
            view_columns v = view_fit(width, longest);
            out to = memory_out();
            size_t drawn;

            job.id = (zimport_view){id, 1 + i % longest};
            if (i % COUNT(jobs) == 0) {
                equal = 0;
            }
            CHECK((v.id > 0) == (width >= 15), "room for lines of jobs");
            CHECK(v.total == 0 || v.total == longest, "room for words in front of the total");
            if (v.id == 0) {
                continue;
            }
            v.unicode = (i & 1) != 0;
            v.color = (i & 2) != 0;
            drawn = view_draw(&to, &v, &job, NULL);
            CHECK_EQUAL(drawn, columns(written(&to)), "its columns");
            CHECK(columns(written(&to)) + BAR_SPARE <= width, "a line");
            CHECK(equal == 0 || drawn == equal, "lines equally wide");
            equal = drawn;
            CHECK_EQUAL(columns((zimport_view){to.data, (size_t)((char *)memchr(to.data, '%', to.size) - to.data)}),
                        v.id + BAR_GAP + BAR_PERCENT - 1, "where the percent ends");
        }
    }
}

/* With room for its words where view_fit says so, and a bar where the jobs have one. */
static void total_fits(void **state) {
    (void)state;
    for (unsigned width = 0; width < 300; width++) {
        for (size_t longest = sizeof "1 of 3 ended" - 1; longest <= ZIMPORT_ID_MAX; longest++) {
            view_columns v = view_fit(width, longest);
            bar b = {.jobs = 3, .elapsed_ms = 360000000, .head = v.total, .most = v.bar};
            out to = memory_out();
            size_t drawn = bar_draw(&to, &b, width);

            CHECK(columns(written(&to)) + BAR_SPARE <= width || to.size == 0, "the total");
            CHECK(v.total == 0 || v.bar == 0 || (drawn > 0 && drawn <= v.bar), "the bar of the total");
        }
    }
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines),       cmocka_unit_test(doing),      cmocka_unit_test(total),
        cmocka_unit_test(always_fits), cmocka_unit_test(total_fits),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
