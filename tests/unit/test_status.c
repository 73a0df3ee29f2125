/* SPDX-License-Identifier: Apache-2.0 */
#include "check.h"

#include "zimport/status.h"

#define ONE(advice) (1U << (advice))
#define GO_ON ONE(ZIMPORT_DO_GO_ON)
#define AGAIN ONE(ZIMPORT_DO_AGAIN)
#define RETRY ONE(ZIMPORT_DO_RETRY)
#define CLOSE ONE(ZIMPORT_DO_CLOSE)
#define GIVE_UP (CLOSE | ONE(ZIMPORT_DO_FIX))
#define FIX ONE(ZIMPORT_DO_FIX)

/* Where the header names a group ("the caller's", "trying again does not help") any advice of that kind will do. */
static const struct {
    zimport_status status;
    unsigned advice;
} table[] = {
    {ZIMPORT_OK, GO_ON},
    {ZIMPORT_WANT_READ, AGAIN},
    {ZIMPORT_WANT_WRITE, AGAIN},
    {ZIMPORT_CLOSED, GO_ON | AGAIN | RETRY | GIVE_UP},
    {ZIMPORT_BAD_ARGUMENT, FIX},
    {ZIMPORT_BAD_URL, FIX},
    {ZIMPORT_BAD_ID, FIX},
    {ZIMPORT_BAD_KEY, FIX},
    {ZIMPORT_KEY_MISSING, FIX},
    {ZIMPORT_KEY_PLAINTEXT, FIX},
    {ZIMPORT_BAD_CERT, FIX},
    {ZIMPORT_BAD_CERT_KEY, FIX},
    {ZIMPORT_KEY_ENCRYPTED, FIX},
    {ZIMPORT_KEY_MISFIT, FIX},
    {ZIMPORT_NO_ROOM, FIX},
    {ZIMPORT_NOT_PORTED, FIX},
    {ZIMPORT_NO_RANDOM, CLOSE},
    {ZIMPORT_NO_MEMORY, CLOSE},
    {ZIMPORT_SYSTEM, CLOSE},
    {ZIMPORT_NO_ADDRESS, RETRY},
    {ZIMPORT_NO_NAME, RETRY},
    {ZIMPORT_NAME_FAILED, RETRY},
    {ZIMPORT_NO_CONNECTION, RETRY},
    {ZIMPORT_PROXY_FAILED, RETRY},
    {ZIMPORT_LOST, RETRY},
    {ZIMPORT_CONNECT_TIMEOUT, RETRY},
    {ZIMPORT_IDLE_TIMEOUT, RETRY},
    {ZIMPORT_TOTAL_TIMEOUT, RETRY},
    {ZIMPORT_PROXY_REFUSED, GIVE_UP},
    {ZIMPORT_TLS_UNTRUSTED, GIVE_UP},
    {ZIMPORT_TLS_EXPIRED, GIVE_UP},
    {ZIMPORT_TLS_NOT_YET_VALID, GIVE_UP},
    {ZIMPORT_TLS_CLOCK, GIVE_UP},
    {ZIMPORT_TLS_WRONG_HOST, GIVE_UP},
    {ZIMPORT_TLS_WEAK, GIVE_UP},
    {ZIMPORT_TLS_PIN, GIVE_UP},
    {ZIMPORT_TLS_NO_COMMON, GIVE_UP},
    {ZIMPORT_TLS_CLIENT_CERT, GIVE_UP},
    {ZIMPORT_TLS_NO_TRUST, GIVE_UP},
    {ZIMPORT_TLS_ABSENT, GIVE_UP},
    {ZIMPORT_TLS_ALERT, GIVE_UP},
    {ZIMPORT_TLS_LIMIT, GIVE_UP},
    {ZIMPORT_TLS_BROKEN, GIVE_UP},
    {ZIMPORT_TLS_FAILED, GIVE_UP},
    {ZIMPORT_HTTP_SYNTAX, GIVE_UP},
    {ZIMPORT_HTTP_FRAMING, GIVE_UP},
    {ZIMPORT_HTTP_LIMIT, GIVE_UP},
    {ZIMPORT_HTTP_ENCODING, GIVE_UP},
    {ZIMPORT_JSON_SYNTAX, GIVE_UP},
    {ZIMPORT_JSON_DEPTH, GIVE_UP},
    {ZIMPORT_JSON_EARLY, GIVE_UP},
    {ZIMPORT_REPLY_NO_CODE, GIVE_UP},
    {ZIMPORT_REPLY_NO_DATA, GIVE_UP},
    {ZIMPORT_REPLY_TYPE, GIVE_UP},
    {ZIMPORT_REPLY_OTHER_JOB, GIVE_UP},
    {ZIMPORT_UNAUTHORIZED, GIVE_UP},
    {ZIMPORT_NOT_FOUND, GIVE_UP},
    {ZIMPORT_REDIRECTED, GIVE_UP},
    {ZIMPORT_BUSY, RETRY},
    {ZIMPORT_REFUSED, GIVE_UP},
    {ZIMPORT_ABORTED, GIVE_UP},
};

static void every_status_has_its_advice(void **state) {
    (void)state;
    assert_int_equal(COUNT(table), ZIMPORT_STATUS_COUNT);
    for (size_t i = 0; i < COUNT(table); i++) {
        const char *text = zimport_status_text(table[i].status);
        CHECK_EQUAL(table[i].status, i, text);
        CHECK((table[i].advice & ONE(zimport_status_advice(table[i].status))) != 0, text);
    }
}

static void every_status_has_its_own_words(void **state) {
    (void)state;
    for (int i = 0; i < ZIMPORT_STATUS_COUNT; i++) {
        const char *text = zimport_status_text((zimport_status)i);
        assert_non_null(text);
        size_t size = strlen(text);
        CHECK(size >= 2, text);
        CHECK(text[size - 1] != '.' && text[size - 1] != ' ' && text[size - 1] != '\n', text);
        for (size_t c = 0; c < size; c++) {
            CHECK(text[c] >= ' ' && text[c] <= '~', text);
        }
        for (int other = 0; other < i; other++) {
            CHECK(strcmp(text, zimport_status_text((zimport_status)other)) != 0, text);
        }
    }
}

static void numbers_that_are_no_status(void **state) {
    (void)state;
    static const int numbers[] = {ZIMPORT_STATUS_COUNT, ZIMPORT_STATUS_COUNT + 1, 1000, INT32_MAX, -1, INT32_MIN};
    for (size_t i = 0; i < COUNT(numbers); i++) {
        /* Through memory: a conversion to the enumeration would be the compiler's to optimise. */
        unsigned number = (unsigned)numbers[i];
        zimport_status status;
        assert_int_equal(sizeof status, sizeof number);
        memcpy(&status, &number, sizeof status);
        assert_non_null(zimport_status_text(status));
        assert_true(strlen(zimport_status_text(status)) > 0);
        assert_int_equal(zimport_status_advice(status), ZIMPORT_DO_FIX);
    }
}

/* Except those about TLS, which are tested with the messages. */
static void words(void **state) {
    (void)state;
    static const struct {
        zimport_status status;
        const char *words;
    } all[] = {
        {ZIMPORT_OK, "success"},
        {ZIMPORT_WANT_READ, "waiting to read"},
        {ZIMPORT_WANT_WRITE, "waiting to write"},
        {ZIMPORT_CLOSED, "the peer closed the stream"},
        {ZIMPORT_BAD_ARGUMENT, "invalid argument"},
        {ZIMPORT_BAD_URL, "not a usable endpoint URL"},
        {ZIMPORT_BAD_ID, "not a job or cluster id"},
        {ZIMPORT_BAD_KEY, "the API key contains a space or a control character"},
        {ZIMPORT_KEY_MISSING, "an API key is needed"},
        {ZIMPORT_KEY_PLAINTEXT, "the API key would be sent unencrypted"},
        {ZIMPORT_BAD_CERT, "no usable client certificate"},
        {ZIMPORT_BAD_CERT_KEY, "no usable private key"},
        {ZIMPORT_KEY_ENCRYPTED, "the private key is encrypted"},
        {ZIMPORT_KEY_MISFIT, "the private key does not match the certificate"},
        {ZIMPORT_NO_ROOM, "the memory given is too small"},
        {ZIMPORT_NOT_PORTED, "this platform lacks a function"},
        {ZIMPORT_NO_RANDOM, "no random numbers"},
        {ZIMPORT_NO_MEMORY, "out of memory"},
        {ZIMPORT_SYSTEM, "a system call failed"},
        {ZIMPORT_NO_ADDRESS, "the name has no address"},
        {ZIMPORT_NO_CONNECTION, "no connection"},
        {ZIMPORT_PROXY_FAILED, "the proxy got no connection"},
        {ZIMPORT_LOST, "the connection was lost"},
        {ZIMPORT_CONNECT_TIMEOUT, "no connection in time"},
        {ZIMPORT_IDLE_TIMEOUT, "the connection went silent"},
        {ZIMPORT_TOTAL_TIMEOUT, "the request took too long"},
        {ZIMPORT_PROXY_REFUSED, "the proxy refused"},
        {ZIMPORT_TLS_WRONG_HOST, "the certificate is for another host"},
        {ZIMPORT_TLS_PIN, "the server's key is not a pinned one"},
        {ZIMPORT_HTTP_SYNTAX, "the reply is not HTTP"},
        {ZIMPORT_HTTP_FRAMING, "the reply contradicts itself about its length"},
        {ZIMPORT_HTTP_LIMIT, "the reply is larger than allowed"},
        {ZIMPORT_HTTP_ENCODING, "the reply is compressed, which was not asked for"},
        {ZIMPORT_JSON_SYNTAX, "the reply is not JSON"},
        {ZIMPORT_JSON_DEPTH, "the reply is nested too deeply"},
        {ZIMPORT_JSON_EARLY, "the JSON of the reply ends early"},
        {ZIMPORT_REPLY_NO_CODE, "the reply has no code"},
        {ZIMPORT_REPLY_NO_DATA, "the reply lacks what was asked for"},
        {ZIMPORT_REPLY_TYPE, "a value in the reply has the wrong type"},
        {ZIMPORT_REPLY_OTHER_JOB, "the reply is about another job"},
        {ZIMPORT_UNAUTHORIZED, "the API key is missing, wrong or lacks permission"},
        {ZIMPORT_NOT_FOUND, "no such job"},
        {ZIMPORT_REDIRECTED, "the server redirects"},
        {ZIMPORT_BUSY, "the service is busy"},
        {ZIMPORT_REFUSED, "the service refused"},
        {ZIMPORT_ABORTED, "given up"},
        {ZIMPORT_STATUS_COUNT, "unknown status"},
    };

    for (size_t i = 0; i < COUNT(all); i++) {
        assert_string_equal(zimport_status_text(all[i].status), all[i].words);
    }
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(words),
        cmocka_unit_test(every_status_has_its_advice),
        cmocka_unit_test(every_status_has_its_own_words),
        cmocka_unit_test(numbers_that_are_no_status),
    };
    return cmocka_run_group_tests_name("status", tests, NULL, NULL);
}
