/* SPDX-License-Identifier: Apache-2.0 */
/* Head, length and body fit together, at every capacity. */
#ifndef ZIMPORT_TESTS_REQUEST_RUN_H
#define ZIMPORT_TESTS_REQUEST_RUN_H

#include "check.h"

#include "api/operation.h"

#define JOB "448761313698322011"
#define CLUSTER "in01-6e64b4d2870ae54"
#define REQUEST_MAX 4096

static inline zimport_origin request_origin(const char *url) {
    zimport_origin origin;
    assert_int_equal(zimport_origin_parse(&origin, zimport_view_of(url)), ZIMPORT_OK);
    return origin;
}

static inline zimport_question request_question(const zimport_operation *operation, const zimport_dialect *dialect,
                                                const zimport_origin *origin, void *subject) {
    return (zimport_question){.operation = operation,
                              .dialect = dialect,
                              .origin = origin,
                              .path = operation->path(dialect, 0),
                              .cluster = VIEW(CLUSTER),
                              .job = VIEW(JOB),
                              .subject = subject,
                              .key = VIEW("k3y")};
}

static inline zimport_view request_body(zimport_view request, size_t head) {
    return part(request, head, request.size);
}

/* The head ends at `head`; there is a correct Content-Length if and only if there is a body. */
static inline void request_check(zimport_view request, size_t head) {
    char length[48];
    CHECK(head >= 4 && head <= request.size, show(request));
    CHECK_VIEW(part(request, head - 4, head), VIEW("\r\n\r\n"), show(request));
    CHECK(!contains(part(request, 0, head - 1), "\r\n\r\n"), show(request));
    (void)snprintf(length, sizeof length, "\r\nContent-Length: %zu\r\n", request.size - head);
    bool post = request.size > 5 && memcmp(request.data, "POST ", 5) == 0;
    CHECK_EQUAL(contains(part(request, 0, head), "Content-Length"), post, show(request));
    CHECK_EQUAL(contains(part(request, 0, head), length), post, show(request));
    CHECK_EQUAL(request.size > head, post, show(request));
}

/* No room below the size, and not a byte beyond. */
static inline void request_capacities(const zimport_question *question, zimport_view request) {
    for (size_t capacity = 0; capacity <= request.size; capacity++) {
        size_t head = 0;
        size_t size = 0;
        char *tight = malloc(capacity > 0 ? capacity : 1);
        assert_non_null(tight);
        zimport_status status = zimport_question_write(question, tight, capacity, &head, &size);
        CHECK_STATUS(status, capacity < request.size ? ZIMPORT_NO_ROOM : ZIMPORT_OK, show(request));
        CHECK(size <= capacity && head <= size, show(request));
        CHECK(memcmp(tight, request.data, size) == 0, show(request));
        free(tight);
    }
}

static inline zimport_view request_write(const zimport_question *question, size_t *head) {
    static char memory[REQUEST_MAX];
    size_t size = 0;
    assert_int_equal(zimport_question_check(question), ZIMPORT_OK);
    assert_int_equal(zimport_question_write(question, memory, sizeof memory, head, &size), ZIMPORT_OK);
    zimport_view request = {memory, size};
    request_check(request, *head);
    return request;
}

static inline zimport_view request_body_of(const zimport_question *question) {
    size_t head = 0;
    zimport_view request = request_write(question, &head);
    request_capacities(question, request);
    return request_body(request, head);
}

/* Check and write agree, and no byte is written. */
static inline void request_refuse(const zimport_question *question, zimport_status want, const char *label) {
    char memory[64];
    size_t head = 0;
    size_t size = 0;
    memset(memory, '~', sizeof memory);
    CHECK_STATUS(zimport_question_check(question), want, label);
    CHECK_STATUS(zimport_question_write(question, memory, sizeof memory, &head, &size),
                 want == ZIMPORT_OK ? ZIMPORT_NO_ROOM : want, label);
    CHECK(want == ZIMPORT_OK || memory[0] == '~', label);
}

#endif
