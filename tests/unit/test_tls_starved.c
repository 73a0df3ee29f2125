/* SPDX-License-Identifier: Apache-2.0 */
/* Every allocation of mbedTLS fails in turn, in a whole poll: over TLS 1.2 and 1.3, through a proxy, with a client
 * certificate and a session, new and resumed. No hang, no crash, nothing is lost, and the next poll is a good one. */
#include "tls_memory.h"

#include <sys/wait.h>
#include <unistd.h>

#include "zimport/zimport.h"

#define KEY "S3cret-Key:0123456789abcdef"
#define JOB "job-0a1b2c3d4e5f6g7h8i9j0k"
#define BODY \
    "{\"code\":200,\"data\":{\"collectionName\":\"articles\",\"fileName\":\"s3://b/\",\"fileSize\":1," \
    "\"readyPercentage\":0.4,\"jobId\":\"" JOB "\"}}"
#define REPLY "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 142\r\n\r\n" BODY

/* ---- memory that runs out */

static bool counting; /* a poll is going on in which every allocation is to fail once */
static bool lacking;  /* this is a child, in which one has */
static bool for_good; /* and all that follow do */
static size_t number; /* of the allocation */
static size_t tries;  /* of these, that were let fail */
static size_t bad;    /* children that found something */
static long taken;

/* Which allocation fails with all behind it, too, and is followed by another poll. */
enum { ALL = 7, EACH = 61 };

/* Arithmetic asks for memory again and again in the same way: thrice for each stack of calls and at each LIKE-th time
 * is enough, unless this program is called with `all`. */
enum { LIKE = 50, THRICE = 3, FRAMES = 24, STACKS = 1 << 14 };

static bool every_one;
static uintptr_t outermost; /* frame */

/* Where code was compiled without frame pointers, what is found may be anything. */
static bool is_frame(uintptr_t outer, const uintptr_t *inner) {
    return outer > (uintptr_t)inner && outer <= outermost && outer % sizeof outer == 0;
}

static bool is_like_others(void) {
    static struct {
        uintptr_t hash;
        int times;
    } stacks[STACKS];
    uintptr_t *frame = __builtin_frame_address(0);
    uintptr_t hash = 1;
    size_t at;

    for (int i = 0; i < FRAMES && is_frame(frame[0], frame); i++) {
        hash = (hash ^ frame[1]) * (uintptr_t)0x9E3779B97F4A7C15;
        frame = (uintptr_t *)frame[0];
    }
    at = (size_t)(hash >> 20) % STACKS;
    while (stacks[at].times > 0 && stacks[at].hash != hash) {
        at = (at + 1) % STACKS;
    }
    stacks[at].hash = hash;
    stacks[at].times++;
    return !every_one && stacks[at].times > THRICE && number % LIKE != 0;
}

/* What comes before is the same for all of them, so that each is a child that goes on from here. */
static void fail_in_a_child(bool all) {
    int status = 0;
    pid_t child = fork();

    if (child == 0) {
        (void)alarm(60);
        counting = false;
        lacking = true;
        for_good = all;
        return;
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        print_error("allocation %zu fails%s: status 0x%x\n", number, all ? ", and all behind it" : "",
                    (unsigned)status);
        bad++;
    }
}

static void *take(size_t count, size_t size) {
    bool tried = counting && !is_like_others();

    tries += tried;
    for (int all = 0; tried && all < (tries % ALL == 0 ? 2 : 1); all++) {
        fail_in_a_child(all != 0);
        if (lacking) {
            return NULL;
        }
    }
    if (lacking && for_good) {
        return NULL;
    }
    number++;
    taken++;
    return calloc(count, size);
}

static void give(void *memory) {
    taken--;
    free(memory);
}

/* ---- a poll */

typedef struct asker {
    tls_run run;
    zimport_proxy proxy;
    zimport_proxy_server server;
    zimport_identity identity;
    zimport_session session;
    uint8_t memory[2048];
    char window[1024];
    char value[256];
    char texts[6][80];
    zimport_client client;
    zimport_config config;
    zimport_origin origin;
    zimport_progress progress;
    zimport_answer answer;
} asker;

static void set_up_asker(asker *of, tls_host *host) {
    zimport_view pem = zimport_view_of(tls_host_client(host));
    zimport_text *texts[] = {&of->progress.collection,  &of->progress.file_name, &of->progress.complete_time,
                             &of->progress.create_time, &of->progress.reason,    &of->answer.message};

    memset(of, 0, sizeof *of);
    tls_run_init(&of->run, host);
    assert_int_equal(zimport_proxy_parse(&of->server, VIEW("user:p4ssw0rd@proxy:3128")), ZIMPORT_OK);
    zimport_proxy_init(&of->proxy, &of->run.memory.transport, &of->server, of->window, sizeof of->window);
    zimport_session_init(&of->session, of->memory, sizeof of->memory);
    assert_int_equal(zimport_identity_init(&of->identity, &of->run.memory.platform.base, pem, pem), ZIMPORT_OK);
    of->run.memory.proxied = true;
    of->run.tls.lower = &of->proxy.base;
    of->run.tls.identity = &of->identity;
    of->run.tls.session = &of->session;
    assert_int_equal(zimport_origin_parse(&of->origin, VIEW("https://host.test")), ZIMPORT_OK);
    of->config = (zimport_config){.platform = &of->run.memory.platform.base,
                                  .transport = &of->run.tls.base,
                                  .dialect = &zimport_v1,
                                  .origin = &of->origin,
                                  .cluster = VIEW("in01-6e64b4d2870ae54"),
                                  .key = VIEW(KEY),
                                  .window = of->window,
                                  .window_size = sizeof of->window,
                                  .value = of->value,
                                  .value_size = sizeof of->value};
    for (size_t i = 0; i < COUNT(texts); i++) {
        texts[i]->data = of->texts[i];
        texts[i]->capacity = sizeof of->texts[i];
    }
    assert_int_equal(zimport_client_init(&of->client, &of->config), ZIMPORT_OK);
}

static zimport_status poll(asker *of) {
    zimport_status status = zimport_ask(&of->client, VIEW(JOB), &of->progress, &of->answer);

    zimport_client_close(&of->client);
    return status;
}

/* In the child: 0, or what is wrong. The session is as good as before. */
static int judge(asker *of, zimport_status status, long before, const zimport_session *session) {
    if (status != ZIMPORT_NO_MEMORY && status != ZIMPORT_OK) {
        return (int)status;
    }
    if (taken != before || of->run.memory.opens != of->run.memory.closes) {
        return 101;
    }
    if (status != ZIMPORT_OK && (of->session.size != session->size || of->session.changed)) {
        return 102;
    }
    lacking = false;
    if (tries % EACH == 0 && (poll(of) != ZIMPORT_OK || taken != before)) {
        return 103;
    }
    return 0;
}

static void starve(asker *of, const char *label) {
    zimport_session session = of->session;
    long before = taken;
    zimport_status status;

    number = tries = 0;
    bad = 0;
    of->session.changed = false;
    counting = true;
    status = poll(of);
    if (lacking) {
        _exit(judge(of, status, before, &session));
    }
    counting = false;
    CHECK_STATUS(status, ZIMPORT_OK, label);
    CHECK_EQUAL(taken, before, label);
    CHECK_EQUAL(bad, 0, label);
    print_message("%s: %zu allocations, of which %zu failed\n", label, number, tries);
    CHECK(number > 10, label);
}

static void test_polls(void **state) {
    static const char *const labels[2][2] = {{"1.2", "1.2, resumed"}, {"1.3", "1.3, resumed"}};
    tls_host *host = tls_host_new("", TLS_NAMES, "ec", true);

    (void)state;
    tls_host_options_of(host)->reply = REPLY;
    tls_host_options_of(host)->tickets = true;
    tls_host_options_of(host)->ask = TLS_DEMANDS;
    zimport_tls_set_allocator(take, give);
    for (int newer = 0; newer < 2; newer++) {
        asker of;
        tls_host_options_of(host)->most = 2 + newer;
        set_up_asker(&of, host);
        starve(&of, labels[newer][0]);
        assert_true(of.session.size > 0);
        starve(&of, labels[newer][1]);
        assert_int_equal(of.run.tls.resumed, 1);
        zimport_identity_free(&of.identity);
        assert_int_equal(taken, 0);
    }
    zimport_tls_set_allocator(calloc, free);
    tls_host_free(host);
}

int main(int argc, char **argv) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_polls),
    };

    outermost = (uintptr_t)__builtin_frame_address(0);
    every_one = argc == 2 && strcmp(argv[1], "all") == 0;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
