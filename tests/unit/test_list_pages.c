/* SPDX-License-Identifier: Apache-2.0 */
/* Is there another page? For every way in which a service may count. */
#include "reply_run.h"

typedef struct page_case {
    const char *paging; /* members beside the array */
    uint32_t first;     /* number of its first job */
    uint32_t jobs;
    bool more;      /* what the client makes of it */
    uint32_t given; /* jobs that the application gets to see; the same as `jobs` but for a page that is a repetition */
} page_case;

typedef struct list_case {
    const char *name;
    const zimport_dialect *dialect;
    uint32_t size;
    page_case pages[4];
    size_t count;
} list_case;

/* clang-format off */
static const list_case lists[] = {
    {"count is all jobs", &zimport_v2, 2,
     {{",\"count\":5,\"currentPage\":1,\"pageSize\":2", 1, 2, true, 2},
      {",\"count\":5,\"currentPage\":2,\"pageSize\":2", 3, 2, true, 2},
      {",\"count\":5,\"currentPage\":3,\"pageSize\":2", 5, 1, false, 1}}, 3},
    {"count is all jobs, in strings", &zimport_v1, 2,
     {{",\"count\":\"3\",\"pageSize\":\"2\"", 1, 2, true, 2}, {",\"count\":\"3\",\"pageSize\":\"2\"", 3, 1, false, 1}},
     2},
    /* A full page with as many jobs as there are: that can be the page's own number, so that the next one tells. */
    {"count is all jobs, and the page is full", &zimport_v2, 2,
     {{",\"count\":2,\"pageSize\":2", 1, 2, true, 2}, {",\"count\":2,\"pageSize\":2", 3, 0, false, 0}}, 2},
    {"count is all jobs, the last page is full", &zimport_v2, 2,
     {{",\"count\":4,\"pageSize\":2", 1, 2, true, 2}, {",\"count\":4,\"pageSize\":2", 3, 2, false, 2}}, 2},
    {"count is that of the page", &zimport_v1, 5,
     {{",\"count\":5,\"pageSize\":5", 1, 5, true, 5}, {",\"count\":5,\"pageSize\":5", 6, 5, true, 5},
      {",\"count\":2,\"pageSize\":5", 11, 2, false, 2}}, 3},
    {"count is that of the page, all are full", &zimport_v1, 5,
     {{",\"count\":5", 1, 5, true, 5}, {",\"count\":5", 6, 5, true, 5}, {",\"count\":0", 11, 0, false, 0}}, 3},
    {"count is more than there are", &zimport_v2, 5,
     {{",\"count\":1000,\"pageSize\":5", 1, 1, true, 1}, {",\"count\":1000,\"pageSize\":5", 2, 0, false, 0}}, 2},
    {"count is less than there are", &zimport_v2, 5, {{",\"count\":3,\"pageSize\":5", 1, 5, false, 5}}, 1},
    {"no count", &zimport_v2, 3, {{"", 1, 3, true, 3}, {"", 4, 3, true, 3}, {"", 7, 2, false, 2}}, 3},
    {"no count, the last page is full", &zimport_v2, 3,
     {{"", 1, 3, true, 3}, {"", 4, 3, true, 3}, {"", 7, 0, false, 0}}, 3},
    {"no count that is one", &zimport_v2, 3,
     {{",\"count\":\"many\",\"pageSize\":null", 1, 3, true, 3}, {",\"count\":-1,\"pageSize\":0", 4, 2, false, 2}}, 2},
    {"the service's pages are smaller", &zimport_v2, 100,
     {{",\"pageSize\":2", 1, 2, true, 2}, {",\"pageSize\":2", 3, 2, true, 2}, {",\"pageSize\":2", 5, 1, false, 1}}, 3},
    {"the service's pages have one job", &zimport_v2, 100,
     {{",\"pageSize\":1", 1, 1, true, 1}, {",\"pageSize\":1", 2, 0, false, 0}}, 2},
    {"the service's pages are larger", &zimport_v2, 2,
     {{",\"pageSize\":4", 1, 4, true, 4}, {",\"pageSize\":4", 5, 3, false, 3}}, 2},
    {"the service ignores paging", &zimport_v2, 2, {{"", 1, 7, true, 7}, {"", 1, 7, false, 0}}, 2},
    {"the service ignores paging, and counts", &zimport_v2, 2,
     {{",\"count\":7", 1, 7, true, 7}, {",\"count\":7", 1, 7, false, 0}}, 2},
    {"the service repeats the second page", &zimport_v2, 2,
     {{"", 1, 2, true, 2}, {"", 3, 2, true, 2}, {"", 3, 2, false, 0}}, 3},
    {"no jobs", &zimport_v2, 10, {{",\"count\":0,\"pageSize\":10", 1, 0, false, 0}}, 1},
    {"no jobs, and yet a count", &zimport_v2, 10, {{",\"count\":9,\"pageSize\":10", 1, 0, false, 0}}, 1},
    {"count before the array", &zimport_v1, 2, {{"BEFORE", 1, 2, true, 2}, {"", 3, 1, false, 1}}, 2},
    /* Milvus knows no pages (api.md 3.2): there is one, however many jobs it has. */
    {"milvus", &zimport_milvus, 2, {{"", 1, 7, false, 7}}, 1},
    {"milvus with a count", &zimport_milvus, 2, {{",\"count\":9,\"pageSize\":2", 1, 2, false, 2}}, 1},
};
/* clang-format on */

static zimport_view body_of(const page_case *page) {
    static char body[2048];
    bool before = strcmp(page->paging, "BEFORE") == 0;
    int size = snprintf(body, sizeof body, "{\"code\":0,\"data\":{%s\"records\":[",
                        before ? "\"count\":3,\"pageSize\":2," : "");
    for (uint32_t i = 0; i < page->jobs; i++) {
        size += snprintf(body + size, sizeof body - (size_t)size, "%s{\"jobId\":\"job-%u\"}", i > 0 ? "," : "",
                         (unsigned)(page->first + i));
    }
    size += snprintf(body + size, sizeof body - (size_t)size, "]%s}}", before ? "" : page->paging);
    assert_true((size_t)size < sizeof body);
    return (zimport_view){body, (size_t)size};
}

static void count_job(void *context, const zimport_listed *job) {
    uint32_t *given = context;
    *given = job->index == 0 ? 1 : *given + 1;
}

static zimport_status take(zimport_list *list, const zimport_dialect *dialect, zimport_view body) {
    static char memory[ZIMPORT_VALUE_MIN];
    zimport_answer answer = {.status = ZIMPORT_OK};
    zimport_decoder decoder;
    zimport_decoder_init(
        &decoder,
        &(zimport_question){.operation = &zimport_operation_list, .dialect = dialect, .job = VIEW(""), .subject = list},
        &answer, NULL, memory, sizeof memory);
    return reply_feed(&decoder, body, 200, NULL, 0);
}

static void page_after_page(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(lists); i++) {
        uint32_t given = 0;
        uint64_t seen = 0;
        zimport_list list = {.page = 1, .size = lists[i].size, .on_job = count_job, .context = &given};
        for (size_t n = 0; n < lists[i].count; n++) {
            const page_case *page = &lists[i].pages[n];
            char label[96];
            given = 0;
            seen += page->given;
            (void)snprintf(label, sizeof label, "%s, page %zu", lists[i].name, n + 1);
            CHECK_EQUAL(list.page, n + 1, label);
            CHECK_STATUS(take(&list, lists[i].dialect, body_of(page)), ZIMPORT_OK, label);
            CHECK_EQUAL(list.jobs, page->jobs, label);
            CHECK_EQUAL(given, page->given, label);
            CHECK_EQUAL(list.more, page->more, label);
            CHECK_EQUAL(list.seen, seen, label);
            CHECK_EQUAL(page->more, n + 1 < lists[i].count, label);
        }
        CHECK_EQUAL(list.page, lists[i].count, lists[i].name);
    }
}

/* It is asked for again: nothing of it counts, and it is no repetition. */
static void a_page_that_failed(void **state) {
    (void)state;
    static const page_case first = {",\"count\":4", 1, 2, true, 2};
    static const page_case second = {",\"count\":4", 3, 2, false, 2};
    uint32_t given = 0;
    zimport_list list = {.page = 1, .size = 2, .on_job = count_job, .context = &given};
    assert_int_equal(take(&list, &zimport_v2, body_of(&first)), ZIMPORT_OK);
    assert_true(list.more);
    zimport_view body = body_of(&second);
    for (size_t size = 0; size < body.size; size++) {
        assert_int_equal(take(&list, &zimport_v2, part(body, 0, size)), ZIMPORT_JSON_EARLY);
        assert_int_equal(list.page, 2);
        assert_int_equal(list.seen, 2);
    }
    given = 0;
    assert_int_equal(take(&list, &zimport_v2, body), ZIMPORT_OK);
    assert_int_equal(given, 2);
    assert_int_equal(list.seen, 4);
    assert_false(list.more);
}

/* It can begin at any page, and end at the last possible one. */
static void from_another_page(void **state) {
    (void)state;
    static const page_case full = {"", 1, 2, true, 2};
    static const uint32_t pages[] = {2, 1000000, UINT32_MAX - 1, UINT32_MAX};
    for (size_t i = 0; i < COUNT(pages); i++) {
        zimport_list list = {.page = pages[i], .size = 2};
        assert_int_equal(take(&list, &zimport_v2, body_of(&full)), ZIMPORT_OK);
        assert_int_equal(list.more, pages[i] != UINT32_MAX);
        assert_int_equal(list.page, pages[i] == UINT32_MAX ? UINT32_MAX : pages[i] + 1);
    }
}

/* Jobs count without an id, or with one whose hash (FNV-1a) is 0: nothing came before the first page. But a second page
 * that begins with such a job may be the first again, and ends the list. */
static void first_jobs(void **state) {
    static const char *const jobs[] = {"{\"state\":\"Failed\"}", "{\"jobId\":\"akhnp9x\"}"};
    (void)state;
    for (size_t i = 0; i < COUNT(jobs); i++) {
        uint32_t given = 0;
        zimport_list list = {.page = 1, .size = 1, .on_job = count_job, .context = &given};
        char body[100];
        (void)snprintf(body, sizeof body, "{\"code\":0,\"data\":{\"count\":9,\"records\":[%s]}}", jobs[i]);
        for (uint32_t page = 1; page <= 2; page++) {
            given = 0;
            CHECK_STATUS(take(&list, &zimport_v2, zimport_view_of(body)), ZIMPORT_OK, jobs[i]);
            CHECK_EQUAL(given, page == 1, jobs[i]);
            CHECK_EQUAL(list.more, page == 1, jobs[i]);
        }
    }
}

/* One place in which their ids differ is enough for two first jobs. */
static void first_jobs_that_differ(void **state) {
    static const char *const ids[] = {"aaa", "baa", "aba", "aab", "aa", "aaaa"};
    (void)state;
    for (size_t i = 1; i < COUNT(ids); i++) {
        zimport_list list = {.page = 1, .size = 1};
        for (uint32_t page = 1; page <= 2; page++) {
            char body[100];
            (void)snprintf(body, sizeof body, "{\"code\":0,\"data\":{\"records\":[{\"jobId\":\"%s\"}]}}",
                           ids[page == 1 ? 0 : i]);
            CHECK_STATUS(take(&list, &zimport_v2, zimport_view_of(body)), ZIMPORT_OK, ids[i]);
            CHECK(list.more, ids[i]);
        }
    }
}

static void a_count_that_is_cut(void **state) {
    (void)state;
    static const char *const forms[] = {"{\"code\":0,\"data\":{\"records\":[{\"jobId\":\"a\"}],\"count\":\"%0*d\"}}",
                                        "{\"code\":0,\"data\":{\"records\":[{\"jobId\":\"a\"}],\"pageSize\":\"%0*d\"}}",
                                        "{\"code\":0,\"data\":{\"records\":[{\"jobId\":\"a\"}],\"count\":1%0*d}}"};
    for (size_t i = 0; i < COUNT(forms); i++) {
        char body[512];
        zimport_list list = {.page = 1, .size = 1};
        (void)snprintf(body, sizeof body, forms[i], 200, 9);
        assert_int_equal(take(&list, &zimport_v2, zimport_view_of(body)), ZIMPORT_OK);
        assert_false(list.count.given || list.served.given);
        assert_true(list.more);
    }
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(page_after_page),        cmocka_unit_test(a_page_that_failed),
        cmocka_unit_test(from_another_page),      cmocka_unit_test(first_jobs),
        cmocka_unit_test(first_jobs_that_differ), cmocka_unit_test(a_count_that_is_cut),
    };
    return cmocka_run_group_tests_name("list, pages", tests, NULL, NULL);
}
