/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Firmware that follows one import job to its end, over TLS, with 64 KiB of RAM. It waits only in
 * board_idle: each round of the main loop gives the network, lwIP's timers and the follower a turn.
 */
#include "board.h"
#include "network.h"
#include "report.h"
#include "settings.h"
#include "zimport/lwip.h"
#include "zimport/mbedtls.h"
#include "zimport/zimport.h"

#ifndef DIALECT
#define DIALECT zimport_v1
#endif
#define NETWORK_MS 30000U /* until there is an address */
#define IDLE_MS 10000U    /* without a byte */

#ifdef FIRMWARE_TLS_small13
#define CLIENT_CERTIFICATE true /* may be in the settings */
#define ARENA_SIZE (39 * 1024)
#else
#define CLIENT_CERTIFICATE false
#define ARENA_SIZE (32 * 1024)
#endif

static uint64_t memory[ARENA_SIZE / sizeof(uint64_t)]; /* all of TLS */
static zimport_arena arena;
static char window[768], value[512], reason[160], message[160];

static const zimport_lwip_board lwip_board = {board_wall_clock, board_random, NULL};
static zimport_lwip_platform platform;
static zimport_lwip_tcp tcp;
static zimport_tls tls;
static zimport_trust_memory trust;
static zimport_identity identity;
static zimport_origin origin;
static zimport_client client;
static zimport_progress progress = {.reason = {.data = reason, .capacity = sizeof reason}};
static zimport_answer answer = {.message = {.data = message, .capacity = sizeof message}};
static zimport_job job;
static zimport_follow follow = {.client = &client, .jobs = &job, .count = 1, .progress = &progress, .answer = &answer};

static uint64_t now(void) {
    return platform.base.now(&platform.base);
}

static bool network_begin(const board_settings *settings) {
    if (!network_start(settings->address)) {
        return false;
    }
    uint64_t until = now() + NETWORK_MS;
    while (!network_is_up() && now() < until) {
        board_idle();
        network_poll();
    }
    return network_is_up();
}

static zimport_status client_begin(const board_settings *settings) {
    zimport_status status = zimport_origin_parse(&origin, settings->url);

    if (status == ZIMPORT_OK && origin.tls) {
        zimport_arena_add(&arena, memory, sizeof memory);
        zimport_tls_set_arena(&arena);
        status = zimport_trust_memory_init(&trust, settings->root.data, settings->root.size);
    }
    if (status == ZIMPORT_OK && CLIENT_CERTIFICATE && settings->client.size > 0) {
        status = zimport_identity_init(&identity, &platform.base, settings->client, settings->client);
    }
    if (status != ZIMPORT_OK) {
        return status;
    }
    zimport_lwip_tcp_init(&tcp, &platform);
    zimport_tls_init(&tls, &tcp.base, &platform.base, &trust.base, ZIMPORT_TLS_1_2);
    tls.identity = CLIENT_CERTIFICATE && identity.parts != NULL ? &identity : NULL;
    const zimport_config config = {.platform = &platform.base,
                                   .transport = origin.tls ? &tls.base : &tcp.base,
                                   .dialect = &DIALECT,
                                   .origin = &origin,
                                   .cluster = settings->cluster,
                                   .key = settings->key,
                                   .window = window,
                                   .window_size = sizeof window,
                                   .value = value,
                                   .value_size = sizeof value,
                                   .idle_ms = IDLE_MS,
                                   .retries = 2};
    return zimport_client_init(&client, &config);
}

/* The main loop. False: the time is up. */
static bool follow_to_end(uint64_t until) {
    zimport_step step;
    uint64_t wake;

    while ((step = zimport_follow_step(&follow, now(), &wake)) != ZIMPORT_STEP_DONE) {
        if (step == ZIMPORT_STEP_EVENT) {
            report_answer(&follow, &client);
        } else if (now() >= until) {
            return false;
        } else {
            board_idle();
        }
        network_poll();
    }
    return true;
}

static void report_resources(void) {
    board_print("requests ");
    board_print_number(client.counts.requests);
    board_print(", connections ");
    board_print_number(client.counts.connections);
    board_print(", bytes of replies ");
    board_print_number(client.counts.body);
    board_print("; stack ");
    board_print_number(board_stack_peak());
    board_print(" of ");
    board_print_number(board_stack_size());
    board_print(", arena ");
    board_print_number(arena.peak);
    board_print(" of ");
    board_print_number(sizeof memory);
    board_print("\n");
}

int main(void) {
    board_settings settings;

    if (!settings_read(&settings)) {
        board_print("settings: incomplete\n");
        return EXIT_USAGE;
    }
    if (settings.client.size > 0 && !CLIENT_CERTIFICATE) {
        board_print("settings: a client certificate needs FIRMWARE_TLS=small13\n");
        return EXIT_USAGE;
    }
    zimport_lwip_platform_init(&platform, &lwip_board);
    if (!network_begin(&settings)) {
        board_print("network: no link or no address\n");
        return EXIT_NETWORK;
    }
    zimport_status status = client_begin(&settings);
    job.id = settings.job;
    zimport_follow_patiently(&follow, true, 0);
    follow.interval_ms = settings.interval_ms;
    if (status == ZIMPORT_OK) {
        status = zimport_follow_begin(&follow, now());
    }
    if (status != ZIMPORT_OK) {
        return report_failure("cannot begin", status);
    }
    bool ended = follow_to_end(settings.timeout_s > 0 ? now() + settings.timeout_s * UINT64_C(1000) : ZIMPORT_NEVER);
    zimport_client_close(&client);
    report_resources();
    return ended ? report_end(&job) : EXIT_TIMEOUT;
}
