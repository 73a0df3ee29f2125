/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Following many jobs over a transport that does anything at any step. Each job ends at most once, is asked about when
 * it is due and not before, and no request comes sooner than the service allows. An input is
 *
 *     dialect and manner, jobs, retries and times, interval, two for chance, the size of the script,
 *     the script and the replies; see wire.h. In a reply, `@@` stands for two characters of the id that is asked about
 */
#include "fuzz.h"

#include "wire.h"

enum { JOBS_MOST = 70, ID = 9, REPLIES_MOST = 4096 };

static zimport_client client;
static zimport_origin origin;
static zimport_follow follow;
static zimport_job jobs[JOBS_MOST];
static zimport_job before[JOBS_MOST];
static char ids[JOBS_MOST][ID + 1];
static zimport_progress progress;
static zimport_answer answer;
static char texts[2][40];

/* Replies are about the job at hand: that is written into them just before it is begun. */
static struct {
    char bytes[REPLIES_MOST];
    bool marks[REPLIES_MOST];
    size_t size;
} replies;

static void take_replies(zimport_view input) {
    replies.size = input.size < REPLIES_MOST ? input.size : REPLIES_MOST;
    memset(replies.marks, 0, sizeof replies.marks);
    if (replies.size > 0) {
        memcpy(replies.bytes, input.data, replies.size);
    }
    for (size_t i = 0; i + 1 < replies.size; i++) {
        if (memcmp(replies.bytes + i, "@@", 2) == 0) {
            replies.marks[i++] = true;
        }
    }
}

static void speak_of(const char *id) {
    for (size_t i = 0; i < replies.size; i++) {
        if (replies.marks[i]) {
            memcpy(replies.bytes + i, id + ID - 2, 2);
        }
    }
}

static void check_unchanged(size_t but) {
    for (size_t i = 0; i < follow.count; i++) {
        uint64_t sums[2] = {0, 0};
        mix(&sums[0], &jobs[i], sizeof jobs[i]);
        mix(&sums[1], &before[i], sizeof before[i]);
        REQUIRE(i == but || sums[0] == sums[1]);
    }
}

static void check_schedule(void) {
    const zimport_job *job = &jobs[follow.current];
    const zimport_job *old = &before[follow.current];
    uint64_t longest = UINT64_C(60000) + follow.interval_ms;

    REQUIRE(old->due <= wire.now && job->moved_at >= old->moved_at && job->moved_at <= wire.now);
    for (size_t i = 0; i < follow.count; i++) { /* none has waited longer */
        REQUIRE(before[i].ended || before[i].due >= old->due);
    }
    REQUIRE(job->due >= wire.now && job->due - wire.now <= longest * 9 / 8 + 1);
}

static bool may_pass(zimport_status status) {
    return zimport_status_advice(status) == ZIMPORT_DO_RETRY;
}

static void check_event(bool patient, uint32_t missing_ms) {
    const zimport_job *job = &jobs[follow.current];
    const zimport_job *old = &before[follow.current];
    size_t left = 0;

    REQUIRE(follow.current < follow.count && !old->ended && job->asked && job->status == answer.status);
    check_unchanged(follow.current);
    check_schedule();
    if (job->status == ZIMPORT_OK) {
        REQUIRE(job->state == progress.state && job->percent == progress.percent && job->answered);
        REQUIRE(job->ended == (job->state >= ZIMPORT_UNCOMMITTED || follow.once));
        REQUIRE(job->changed ==
                (!old->answered || old->state != job->state || old->percent != job->percent || old->rows != job->rows));
        REQUIRE(job->changed || job->moved_at == old->moved_at);
    } else {
        bool missing = job->status == ZIMPORT_NOT_FOUND && !old->answered && missing_ms > 0 &&
                       wire.now - follow.began < missing_ms;
        bool away = patient && (old->answered || missing_ms > 0) && may_pass(job->status);
        REQUIRE(job->ended == ((!missing && !away) || follow.once));
        REQUIRE(job->answered == old->answered && job->state == old->state && job->percent == old->percent);
        REQUIRE(follow.away == away && follow.missing == missing);
    }
    for (size_t i = 0; i < follow.count; i++) {
        left += !jobs[i].ended;
    }
    REQUIRE(follow.left == left);
}

static void run(bool patient, uint32_t missing_ms, size_t steps_most) {
    uint64_t until = 0;
    size_t events = 0;
    zimport_step step = ZIMPORT_STEP_DONE;

    zimport_follow_patiently(&follow, patient, missing_ms);
    REQUIRE(zimport_follow_begin(&follow, wire.now) == ZIMPORT_OK && follow.left == follow.count);
    for (size_t steps = 0; steps < steps_most; steps++) {
        bool idle = !follow.asking;
        unsigned begun = wire.begun;
        memcpy(before, jobs, sizeof before);
        if (idle && follow.left > 0) {
            size_t next = follow.count;
            for (size_t i = 0; i < follow.count; i++) {
                next = !jobs[i].ended && (next == follow.count || jobs[i].due < jobs[next].due) ? i : next;
            }
            speak_of(ids[next]);
            wire.job = jobs[next].id;
            wire.first = true;
            wire.tried = false;
        }
        step = zimport_follow_step(&follow, wire.now, &until);
        if (step == ZIMPORT_STEP_DONE) {
            break;
        }
        REQUIRE(!idle || begun == wire.begun || jobs[follow.current].id.data == wire.job.data);
        if (step == ZIMPORT_STEP_EVENT) {
            check_event(patient, missing_ms);
            events++;
            REQUIRE(!follow.once || events <= follow.count);
            continue;
        }
        check_unchanged(follow.count);
        wire_pass(step, until);
    }
    REQUIRE((step == ZIMPORT_STEP_DONE) == (follow.left == 0) || step == ZIMPORT_STEP_EVENT);
    REQUIRE(!follow.once || step == ZIMPORT_STEP_DONE || wire.mood == HARSH);
    zimport_client_close(&client);
    REQUIRE(!wire.open && !wire.opening);
}

static void make_jobs(size_t count) {
    memset(jobs, 0, sizeof jobs);
    for (size_t i = 0; i < count; i++) {
        (void)snprintf(ids[i], sizeof ids[i], "job-abc%02u", (unsigned)i);
        jobs[i].id = zimport_view_of(ids[i]);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const zimport_dialect *const dialects[] = {&zimport_v1, &zimport_v2, &zimport_milvus};
    static char window[512];
    static char value[600];
    zimport_view input = {(const char *)data, size};
    unsigned choice = take_byte(&input);
    size_t count = take_byte(&input) % (JOBS_MOST + 1U);
    unsigned flags = take_byte(&input);
    uint32_t interval = take_byte(&input) * 300U;
    uint32_t seed = take_seed(&input);
    size_t script = take_byte(&input);
    const zimport_config config = {.platform = &wire.platform,
                                   .transport = &wire.base,
                                   .dialect = dialects[choice % 3],
                                   .origin = &origin,
                                   .cluster = zimport_view_of("in01-6e64b4d2870ae54"),
                                   .key = zimport_view_of(WIRE_KEY),
                                   .window = window,
                                   .window_size = sizeof window,
                                   .value = value,
                                   .value_size = sizeof value,
                                   .idle_ms = (flags & 4) != 0 ? 100 : 0,
                                   .retries = (uint16_t)(flags % 3)};

    script = script < input.size ? script : input.size;
    take_replies((zimport_view){input.data + script, input.size - script});
    wire_init((choice & 0x40) != 0 ? WHOLE : HARSH, seed, (zimport_view){input.data, script},
              (zimport_view){replies.bytes, replies.size});
    wire.client = &client;
    memset(&progress, 0, sizeof progress);
    memset(&answer, 0, sizeof answer);
    progress.reason = (zimport_text){.data = texts[0], .capacity = sizeof texts[0]};
    answer.message = (zimport_text){.data = texts[1], .capacity = sizeof texts[1]};
    make_jobs(count);
    REQUIRE(zimport_origin_parse(&origin, zimport_view_of("http://localhost:8080")) == ZIMPORT_OK);
    REQUIRE(zimport_client_init(&client, &config) == ZIMPORT_OK);
    follow = (zimport_follow){.client = &client,
                              .jobs = jobs,
                              .count = count,
                              .interval_ms = interval,
                              .once = (choice & 0x80) != 0,
                              .progress = &progress,
                              .answer = &answer};
    run((flags & 8) != 0, (flags & 16) != 0 ? 5000 : 0, (choice & 0x80) != 0 ? 20000 : 600);
    return 0;
}
