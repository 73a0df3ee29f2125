/* SPDX-License-Identifier: Apache-2.0 */
/* The picture of all jobs in each format. */
#include "cli/output/picture.h"

#include "cli_run.h"

extern const char picture_style[];

static picture p;

static zimport_text text_of(zimport_view view) {
    return (zimport_text){
        .data = (char *)(uintptr_t)view.data, .size = view.size, .capacity = view.size, .given = true};
}

static int clear(void **state) {
    (void)state;
    for (size_t i = 0; i < p.capacity; i++) {
        free(p.jobs[i].memory);
    }
    free(p.jobs);
    p = (picture){.api = "milvus", .now = 1700000000, .answered = ZIMPORT_TIME_UNKNOWN};
    return mask_secret(state);
}

static picture_job *add(const char *id) {
    picture_job *job = picture_add(&p);

    assert_non_null(job);
    job->id = zimport_view_of(id);
    return job;
}

/* Texts are copied: what they were made of is gone afterwards. */
static void know(picture_job *job, zimport_progress progress, const char *collection, const char *reason) {
    char name[100];
    char why[2000];

    (void)snprintf(name, sizeof name, "%s", collection);
    (void)snprintf(why, sizeof why, "%s", reason);
    progress.collection = text_of(zimport_view_of(name));
    progress.reason = text_of(zimport_view_of(why));
    picture_keep(&p, job, &progress);
    memset(name, '!', sizeof name);
    memset(why, '!', sizeof why);
}

static void fill(void) {
    const char *doing = "building indexes";
    zimport_answer answer = {.status = ZIMPORT_NOT_FOUND,
                             .http_status = 200,
                             .has_code = true,
                             .code = -7,
                             .message = text_of(VIEW("no <job> \"s3cr3t\""))};
    failure f = {.status = ZIMPORT_NOT_FOUND, .exit = EXIT_NOT_FOUND, .answer = &answer};

    (void)add("j-0"); /* not answered yet */
    know(add("j-1"),
         (zimport_progress){.state = ZIMPORT_IMPORTING,
                            .percent = 3333,
                            .file_size = {2048, true},
                            .imported_rows = {0, true},
                            .total_rows = {5979, true},
                            .create_time = text_of(VIEW("2023-11-14T22:12:20Z"))},
         "a\\\"<&>'\n", "");
    p.jobs[1].phase = VIEW("indexing");
    p.jobs[1].doing = doing;
    know(add("j-2"), (zimport_progress){.state = ZIMPORT_FAILED, .percent = 0, .total_rows = {0, true}}, "c",
         "</b> s3cr3t \xe2\x80\x8b");
    know(add("j-3"),
         (zimport_progress){.state = ZIMPORT_COMPLETED,
                            .percent = 10000,
                            .imported_rows = {UINT64_MAX, true},
                            .create_time = text_of(VIEW("2023-11-14T22:00:00Z")),
                            .complete_time = text_of(VIEW("2023-11-14T22:13:19+00:00"))},
         "", "");
    know(add("j-1"), (zimport_progress){.state = ZIMPORT_PENDING, .percent = 1}, "", ""); /* once more */
    picture_keep_failure(&p, add("j-4"), &f);
    f = (failure){.status = ZIMPORT_ABORTED, .exit = EXIT_TIMEOUT, .words = "no answer < \"the end\""};
    picture_keep_failure(&p, add("j-5"), &f);
}

static void json(void **state) {
    (void)state;
    out to = memory_out();

    picture_json(&p, &to);
    CHECK_VIEW(written(&to), VIEW("[]\n"), "no job");
    to = memory_out();
    fill();
    p.jobs[3].id = VIEW("j-s3cr3t-3"); /* as it would be in a list, where it is not ours */
    picture_json(&p, &to);
#define NULLS "\"completeTime\":null,\"reason\":null,\"api\":\"milvus\",\"createTime\":null,\"phase\":null}\n"
    CHECK_VIEW(
        written(&to),
        VIEW("[\n{\"jobId\":\"j-0\",\"clusterId\":null,\"collectionName\":null,\"state\":\"Unknown\",\"progress\":null,"
             "\"fileName\":null,\"fileSize\":null,\"importedRows\":null,\"totalRows\":null," NULLS
             ",{\"jobId\":\"j-1\",\"clusterId\":null,\"collectionName\":\"a\\\\\\\"<&>'\\n\",\"state\":\"Importing\","
             "\"progress\":33.33,\"fileName\":null,\"fileSize\":2048,\"importedRows\":0,\"totalRows\":5979,"
             "\"completeTime\":null,\"reason\":null,\"api\":\"milvus\",\"createTime\":\"2023-11-14T22:12:20Z\","
             "\"phase\":\"indexing\"}\n"
             ",{\"jobId\":\"j-2\",\"clusterId\":null,\"collectionName\":\"c\",\"state\":\"Failed\",\"progress\":0,"
             "\"fileName\":null,\"fileSize\":null,\"importedRows\":null,\"totalRows\":0,\"completeTime\":null,"
             "\"reason\":\"</b> *** \xe2\x80\x8b\",\"api\":\"milvus\",\"createTime\":null,\"phase\":null}\n"
             ",{\"jobId\":\"j-s3cr3t-3\",\"clusterId\":null,\"collectionName\":\"\",\"state\":\"Completed\","
             "\"progress\":100,\"fileName\":null,\"fileSize\":null,\"importedRows\":18446744073709551615,"
             "\"totalRows\":null,\"completeTime\":\"2023-11-14T22:13:19+00:00\",\"reason\":null,\"api\":\"milvus\","
             "\"createTime\":\"2023-11-14T22:00:00Z\",\"phase\":null}\n"
             ",{\"jobId\":\"j-1\",\"clusterId\":null,\"collectionName\":\"\",\"state\":\"Pending\",\"progress\":0.01,"
             "\"fileName\":null,\"fileSize\":null,\"importedRows\":null,\"totalRows\":null," NULLS
             ",{\"jobId\":\"j-4\",\"error\":{\"exit\":5,\"kind\":\"not-found\",\"httpStatus\":200,\"code\":-7,"
             "\"message\":\"no <job> \\\"***\\\"\"}}\n"
             ",{\"jobId\":\"j-5\",\"error\":{\"exit\":10,\"kind\":\"timeout\",\"httpStatus\":null,\"code\":null,"
             "\"message\":\"no answer < \\\"the end\\\"\"}}\n]\n"),
        "json");
}

static void listed(void **state) {
    (void)state;
    zimport_listed job = {
        .state = ZIMPORT_PENDING, .percent = ZIMPORT_PERCENT_NONE, .id = LIT("j-1"), .collection = LIT("")};
    out to = memory_out();

    p.listed = true;
    picture_keep_listed(&p, picture_add(&p), &job);
    picture_keep_listed(&p, picture_add(&p), &(zimport_listed){.state = ZIMPORT_UNKNOWN, .percent = 50});
    picture_json(&p, &to);
    CHECK_VIEW(written(&to),
               VIEW("[\n{\"jobId\":\"j-1\",\"collectionName\":\"\",\"state\":\"Pending\",\"progress\":null,"
                    "\"reason\":null,\"api\":\"milvus\"}\n"
                    ",{\"jobId\":null,\"collectionName\":null,\"state\":\"Unknown\",\"progress\":0.5,"
                    "\"reason\":null,\"api\":\"milvus\"}\n]\n"),
               "list");
    /* A page that started over leaves nothing behind. */
    p.count = 0;
    for (int i = 0; i < 50; i++) {
        picture_keep_listed(&p, picture_add(&p), &job);
    }
    assert_int_equal(p.count, 50);
    to = memory_out();
    picture_prom(&p, &to);
    assert_int_equal(p.jobs[0].repeated, 0);
    assert_int_equal(p.jobs[49].repeated, 1);
}

#define HEAD(name, help) "# HELP zimport_" name " " help "\n# TYPE zimport_" name " gauge\n"
#define PROGRESS HEAD("job_progress_ratio", "Progress of the job, from 0 to 1.")
#define STATES HEAD("job_state", "1 for the state that the job is in.")
#define IMPORTED HEAD("job_imported_rows", "Rows imported so far.")
#define ROWS HEAD("job_rows", "Rows to import.")
#define SIZE HEAD("job_file_size_bytes", "Size of the files.")
#define ENDED HEAD("job_ended", "Whether the job is completed, failed or cancelled.")
#define EXIT HEAD("job_exit_status", "0: completed, 4: failed or cancelled, else: could not be asked about.")
#define ANSWER HEAD("last_answer_timestamp_seconds", "When the service last answered.")
#define J1 "{job_id=\"j-1\",collection=\"a\\\\\\\"<&>'\\n\""
#define J2 "{job_id=\"j-2\",collection=\"c\""
#define J3 "{job_id=\"j-3\",collection=\"\""

static void prom(void **state) {
    (void)state;
    out to = memory_out();

    picture_prom(&p, &to);
    CHECK_VIEW(written(&to), VIEW(PROGRESS STATES ENDED EXIT IMPORTED ROWS SIZE ANSWER), "no job");
    to = memory_out();
    fill();
    p.answered = 1699999999;
    picture_prom(&p, &to);
    CHECK_VIEW(written(&to),
               VIEW(PROGRESS
                    "zimport_job_progress_ratio" J1 "} 0.3333\nzimport_job_progress_ratio" J2
                    "} 0.0000\nzimport_job_progress_ratio" J3 "} 1.0000\n" STATES "zimport_job_state" J1
                    ",state=\"Importing\"} 1\nzimport_job_state" J2 ",state=\"Failed\"} 1\nzimport_job_state" J3
                    ",state=\"Completed\"} 1\n" ENDED "zimport_job_ended" J1 "} 0\nzimport_job_ended" J2
                    "} 1\nzimport_job_ended" J3 "} 1\n" EXIT "zimport_job_exit_status" J2
                    "} 4\nzimport_job_exit_status" J3 "} 0\nzimport_job_exit_status{job_id=\"j-4\",collection=\"\"} 5\n"
                    "zimport_job_exit_status{job_id=\"j-5\",collection=\"\"} 10\n" IMPORTED
                    "zimport_job_imported_rows" J1 "} 0\nzimport_job_imported_rows" J3 "} 18446744073709551615\n" ROWS
                    "zimport_job_rows" J1 "} 5979\n" SIZE "zimport_job_file_size_bytes" J1 "} 2048\n" ANSWER
                    "zimport_last_answer_timestamp_seconds 1699999999\n"),
               "prom");
    /* Two ids could be the same once they are masked or mended. */
    p.jobs[0].id = VIEW("not an id");
    to = memory_out();
    picture_prom(&p, &to);
    assert_true(p.jobs[0].repeated);
    assert_false(p.jobs[1].repeated);
    assert_true(p.jobs[4].repeated);
}

/* Behind the head, which is the same in every page. */
static zimport_view body(const out *to) {
    size_t size = strlen(picture_style);

    assert_true(to->size > size && memcmp(to->data, picture_style, size) == 0);
    return (zimport_view){to->data + size, to->size - size};
}

#define TABLE \
    "<table><thead><tr><th scope=\"col\">Job</th><th scope=\"col\">Progress</th><th " \
    "scope=\"col\">Rows</th></tr></thead>" \
    "<tbody>\n"
#define END "</tbody></table></body></html>\n"

static void html(void **state) {
    (void)state;
    out to = memory_out();

    p.now = ZIMPORT_TIME_UNKNOWN;
    picture_html(&p, &to);
    CHECK_VIEW(body(&to),
               VIEW("<title>0 of 0 jobs ended</title></head><body><h1>Import jobs</h1><p>0 of 0 jobs ended; "
                    "progress 0 %</p>\n</body></html>\n"),
               "no job");
    to = memory_out();
    p.now = 1700000000;
    p.answered = 1699999999;
    fill();
    picture_html(&p, &to);
    CHECK_VIEW(
        body(&to),
        VIEW("<meta http-equiv=\"refresh\" content=\"5\"><title>4 of 7 jobs ended, 3 without success</title></head>"
             "<body><h1>Import jobs</h1><p>4 of 7 jobs ended, 3 without success; progress 19 %</p>"
             "<p>Written 2023-11-14T22:13:20Z; last answer 2023-11-14T22:13:19Z</p>\n" TABLE
             "<tr class=\"Unknown\"><th scope=\"row\">j-0</th><td><b>Asking</b></td><td></td></tr>\n"
             "<tr class=\"Importing\"><th scope=\"row\">j-1<small>a\\&#34;&#60;&#38;&#62;&#39;\xEF\xBF\xBD</small></th>"
             "<td><b>Importing</b> 33.33\xC2\xA0%, building indexes<progress max=\"100\" value=\"33.33\" "
             "aria-label=\"j-1\"></progress></td><td>0 of 5,979<small>2.0 KiB</small><small>1 min 00 "
             "s</small></td></tr>\n"
             "<tr class=\"Failed\"><th scope=\"row\">j-2<small>c</small></th>"
             "<td><b>Failed</b> 0\xC2\xA0%<progress max=\"100\" value=\"0\" aria-label=\"j-2\"></progress>"
             "<small>&#60;/b&#62; *** \xEF\xBF\xBD</small></td><td></td></tr>\n"
             "<tr class=\"Completed\"><th scope=\"row\">j-3</th><td><b>Completed</b> 100\xC2\xA0%"
             "<progress max=\"100\" value=\"100\" aria-label=\"j-3\"></progress></td>"
             "<td>18,446,744,073,709,551,615<small>13 min 19 s</small></td></tr>\n"
             "<tr class=\"Pending\"><th scope=\"row\">j-1</th><td><b>Pending</b> 0.01\xC2\xA0%"
             "<progress max=\"100\" value=\"0.01\" aria-label=\"j-1\"></progress></td><td></td></tr>\n"
             "<tr class=\"Error\"><th scope=\"row\">j-4</th><td><b>Error</b>"
             "<small>no &#60;job&#62; &#34;***&#34;</small></td><td></td></tr>\n"
             "<tr class=\"Error\"><th scope=\"row\">j-5</th><td><b>Error</b>"
             "<small>no answer &#60; &#34;the end&#34;</small></td><td></td></tr>\n" END),
        "html");
}

/* It is not moved; its bytes become a string. */
static const char *page_has(out *to, const char *text) {
    out_byte(to, '\0');
    to->size--;
    return strstr(to->data + strlen(picture_style), text);
}

/* Once every job has ended, the page stays; a long text is cut between characters. */
static void html_ended(void **state) {
    (void)state;
    out to = memory_out();
    char reason[602];

    for (size_t i = 0; i < sizeof reason - 2; i += 3) {
        memcpy(reason + i, "\xe6\x97\xa5", 3);
    }
    reason[sizeof reason - 2] = '\0';
    know(add("j-1"), (zimport_progress){.state = ZIMPORT_CANCELLED, .percent = ZIMPORT_PERCENT_NONE}, "", reason);
    p.away = true;
    picture_html(&p, &to);
    reason[498] = '\0';
    assert_null(page_has(&to, "refresh"));
    assert_non_null(page_has(&to, "<title>1 of 1 job ended, 1 without success</title>"));
    assert_non_null(page_has(&to, "; the service does not answer at the moment</p>"));
    const char *at = page_has(&to, reason);
    assert_non_null(at);
    assert_memory_equal(at + 498, "...</small>", 11);
}

static void plot(void **state) {
    (void)state;
    out to = memory_out();
    picture_job *job = add("j-1");

    p.elapsed = 1000;
    know(job, (zimport_progress){.state = ZIMPORT_IMPORTING, .percent = 1000}, "", "");
    picture_sample(&p);
    picture_html(&p, &to);
    assert_null(page_has(&to, "<svg"));
    p.elapsed = 4000;
    job->progress.percent = 2500;
    picture_sample(&p);
    to = memory_out();
    picture_html(&p, &to);
    static const char expected[] = "<figure><svg viewBox=\"0 0 10000 10000\" preserveAspectRatio=\"none\" role=\"img\" "
                                   "aria-label=\"Progress over time\"><path vector-effect=\"non-scaling-stroke\" "
                                   "d=\"M2500 10000L2500 9000L10000 7500L10000 10000Z\"/></svg>"
                                   "<figcaption>Progress, 0 to 100 %, over 4 s</figcaption></figure>\n";
    assert_non_null(page_has(&to, expected));
    /* A day, a sample a second: never more than there is room for, in order, the newest one always there. */
    for (uint64_t second = 5; second < 86400; second++) {
        p.elapsed = 1000 * second;
        job->progress.percent = (int32_t)(second * 10000 / 86400);
        picture_sample(&p);
        assert_in_range(p.plot.count, 2, PICTURE_SAMPLES);
        assert_int_equal(p.plot.samples[p.plot.count - 1].at, p.elapsed);
        assert_int_equal(p.plot.samples[p.plot.count - 1].done, job->progress.percent);
    }
    assert_in_range(p.plot.count, PICTURE_SAMPLES / 2, PICTURE_SAMPLES);
    for (size_t i = 1; i < p.plot.count; i++) {
        assert_true(p.plot.samples[i].at > p.plot.samples[i - 1].at);
        assert_true(p.plot.samples[i].at < p.plot.samples[i - 1].at + 3000 * 1000);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(json, clear),       cmocka_unit_test_setup(listed, clear),
        cmocka_unit_test_setup(prom, clear),       cmocka_unit_test_setup(html, clear),
        cmocka_unit_test_setup(html_ended, clear), cmocka_unit_test_setup_teardown(plot, clear, clear),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
