/* SPDX-License-Identifier: Apache-2.0 */
/* Linked, not run: what firmware takes of the library to follow jobs of one service over its own transport, step by
 * step. */
#include "zimport/zimport.h"

extern const zimport_platform board;
extern zimport_transport transport;

/* Reports an event, or waits. */
void board_round(zimport_step step, uint64_t until);

static zimport_origin origin;
static zimport_client client;
static zimport_progress progress;
static zimport_answer answer;
static zimport_job job;
static zimport_follow follow;
static char window[512];
static char value[512];

zimport_status firmware(const char *url, const char *key, const char *cluster, const char *id);

zimport_status firmware(const char *url, const char *key, const char *cluster, const char *id) {
    const zimport_config config = {.platform = &board,
                                   .transport = &transport,
                                   .dialect = &zimport_v1,
                                   .origin = &origin,
                                   .cluster = zimport_view_of(cluster),
                                   .key = zimport_view_of(key),
                                   .window = window,
                                   .window_size = sizeof window,
                                   .value = value,
                                   .value_size = sizeof value,
                                   .retries = 4};
    zimport_step step;
    uint64_t until;
    zimport_status status = zimport_origin_parse(&origin, zimport_view_of(url));

    if (status == ZIMPORT_OK) {
        status = zimport_client_init(&client, &config);
    }
    if (status != ZIMPORT_OK) {
        return status;
    }
    job.id = zimport_view_of(id);
    follow = (zimport_follow){
        .client = &client, .jobs = &job, .count = 1, .interval_ms = 5000, .progress = &progress, .answer = &answer};
    status = zimport_follow_begin(&follow, board.now(&board));
    while (status == ZIMPORT_OK &&
           (step = zimport_follow_step(&follow, board.now(&board), &until)) != ZIMPORT_STEP_DONE) {
        board_round(step, until);
    }
    return status;
}
