/* SPDX-License-Identifier: Apache-2.0 */
/* Which service a request is for. A new path is a row in the table. */
#define _POSIX_C_SOURCE 200809L
#include "simulator.h"

#include <stdio.h>
#include <string.h>

static void counters_answer(struct simulator *sim, struct reply *reply) {
    struct text body = {0};

    simulator_print_counters(&sim->counters, &body);
    reply_json(reply, 200, &body);
    text_free(&body);
}

enum { CLOUD = 1, SELF_HOSTED = 2, ANYWHERE = CLOUD | SELF_HOSTED };

#define V1_PATH "/v1/vector/collections/import"
#define V2_PATH "/v2/vectordb/jobs/import/"

static const struct row {
    const char *path;
    unsigned where;
    bool progress;     /* as --paths wants it */
    const char *since; /* version of Milvus */
    service *answer;
} services[] = {
    {V1_PATH "/get", CLOUD, false, "2.4", v1_get},
    {V1_PATH "/list", CLOUD, false, "2.4", v1_list},
    {V1_PATH, CLOUD, false, "2.4", v1_create},
    {V2_PATH "getProgress", CLOUD, true, "2.4", v2_progress},
    {V2_PATH "describe", ANYWHERE, true, "2.5", v2_progress},
    {V2_PATH "get_progress", ANYWHERE, true, "2.4", v2_progress},
    {V2_PATH "list", ANYWHERE, false, "2.4", v2_list},
    {V2_PATH "create", ANYWHERE, false, "2.4", v2_create},
    {V2_PATH "commit", ANYWHERE, false, "3.0", v2_commit},
    {V2_PATH "abort", ANYWHERE, false, "3.0", v2_abort},
};

static const char *check_host(const struct simulator *sim, const struct request *request) {
    const char *host = "";
    char port[8];

    if (request_field(request, "Host", &host) != 1) {
        return "there has to be one Host field";
    }
    if (*host == '\0' || strpbrk(host, " /@?#,") != NULL) {
        return "the Host field has no host";
    }
    snprintf(port, sizeof port, ":%u", sim->port);
    if (sim->options.any_host ||
        (strlen(host) > strlen(port) && strcmp(host + strlen(host) - strlen(port), port) == 0)) {
        return NULL;
    }
    return "the Host field lacks this server's port";
}

static const char *check_framing(const struct request *request) {
    const char *value = "";

    if (request->trailing_bytes) {
        return "bytes after the request head";
    }
    if (strcmp(request->method, "POST") != 0 && (request_field(request, "Transfer-Encoding", &value) > 0 ||
                                                 request_field(request, "Content-Length", &value) > 0)) {
        return "a body where none belongs";
    }
    if (request_field(request, "Expect", &value) > 0 || request_field(request, "Upgrade", &value) > 0) {
        return "an Expect or Upgrade field";
    }
    return NULL;
}

static bool is_in(const char *list, const char *word) {
    size_t len = strlen(word);

    while (*list != '\0') {
        size_t item = strcspn(list, ",");

        if (item == len && memcmp(list, word, len) == 0) {
            return true;
        }
        list += item + (list[item] == ',');
    }
    return false;
}

static bool exists(const struct options *options, const struct row *row) {
    if (row->progress && options->paths != NULL) {
        return is_in(options->paths, strrchr(row->path, '/') + 1);
    }
    return (row->where & (options->milvus ? SELF_HOSTED : CLOUD)) != 0 &&
           (!options->milvus || strcmp(options->version, row->since) >= 0);
}

static void reply_no_page(struct reply *reply) {
    struct text body = {0};

    text_add(&body, "404 page not found");
    reply_whole(reply, 404, "text/plain", NULL, &body);
    text_free(&body);
}

static void dispatch(struct simulator *sim, const struct request *request, struct reply *reply) {
    const char *path = request->path;
    size_t prefix = strlen(sim->options.prefix);
    size_t i;

    if (strcmp(path, "/_counters") == 0) {
        counters_answer(sim, reply);
        return;
    }
    for (i = 0; i < sizeof services / sizeof services[0]; i++) {
        if (strncmp(path, sim->options.prefix, prefix) == 0 && strcmp(path + prefix, services[i].path) == 0 &&
            exists(&sim->options, &services[i])) {
            services[i].answer(sim, request, reply);
            return;
        }
    }
    reply_no_page(reply);
}

static void answer_request(struct simulator *sim, struct reply *reply, const struct request *request) {
    const char *fault = request->fault;

    if (fault == NULL) {
        fault = check_host(sim, request);
    }
    if (fault == NULL) {
        fault = check_framing(request);
    }
    if (fault != NULL) {
        reply_refuse(sim, reply, fault);
        return;
    }
    dispatch(sim, request, reply);
}

void show_line(const char *mark, const char *data, size_t len) {
    size_t end = 0;

    while (end < len && data[end] != '\r' && data[end] != '\n') {
        end++;
    }
    fprintf(stderr, "simulator: %s %.*s\n", mark, (int)end, data);
}

void answer(struct simulator *sim, struct reply *reply, const struct request *request) {
    if (sim->options.last_body != NULL && request->body_size > 0) {
        write_file(sim->options.last_body, request->body, request->body_size);
    }
    if (sim->options.reply != NULL) {
        reply->bytes = read_file(sim->options.reply);
        reply->ending = ENDING_CLOSE;
        return;
    }
    answer_request(sim, reply, request);
    if (sim->options.verbose) {
        show_line("->", reply->bytes.data, reply->bytes.len);
    }
}
