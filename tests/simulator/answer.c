/* SPDX-License-Identifier: Apache-2.0 */
/* Which service a request is for. A new dialect is a row in the table. */
#define _POSIX_C_SOURCE 200809L
#include "simulator.h"

#include <stdio.h>
#include <string.h>

static void counters_answer(struct simulator *sim, const struct request *request, struct reply *reply) {
    struct text body = {0};

    (void)request;
    simulator_print_counters(&sim->counters, &body);
    reply_json(reply, 200, &body);
    text_free(&body);
}

static const struct {
    const char *path;
    bool prefixed; /* by --prefix */
    void (*answer)(struct simulator *sim, const struct request *request, struct reply *reply);
} services[] = {
    {"/v1/vector/collections/import/get", true, v1_answer},
    {"/_counters", false, counters_answer},
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
    if (request_field(request, "Transfer-Encoding", &value) > 0 ||
        request_field(request, "Content-Length", &value) > 0) {
        return "a body where none belongs";
    }
    if (request_field(request, "Expect", &value) > 0 || request_field(request, "Upgrade", &value) > 0) {
        return "an Expect or Upgrade field";
    }
    return NULL;
}

static void dispatch(struct simulator *sim, const struct request *request, struct reply *reply) {
    const char *path = request->path;
    size_t prefix = strlen(sim->options.prefix);
    bool prefixed = strncmp(path, sim->options.prefix, prefix) == 0;
    size_t i;

    for (i = 0; i < sizeof services / sizeof services[0]; i++) {
        if (services[i].prefixed ? prefixed && strcmp(path + prefix, services[i].path) == 0
                                 : strcmp(path, services[i].path) == 0) {
            services[i].answer(sim, request, reply);
            return;
        }
    }
    reply_refuse(sim, reply, "no such path");
}

static void answer_request(struct simulator *sim, struct reply *reply, struct request *request, const char *fault) {
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

/* The first line of what is not NUL-terminated. */
static void show(const char *mark, const char *data, size_t len) {
    size_t end = 0;

    while (end < len && data[end] != '\r' && data[end] != '\n') {
        end++;
    }
    fprintf(stderr, "simulator: %s %.*s\n", mark, (int)end, data);
}

void answer(struct simulator *sim, struct reply *reply, char *data, size_t head_len, size_t total) {
    struct request request;
    const char *fault;

    if (sim->options.verbose) {
        show("<-", data, head_len);
    }
    if (sim->options.reply != NULL) {
        reply->bytes = read_file(sim->options.reply);
        reply->ending = ENDING_CLOSE;
        return;
    }
    fault = request_parse(&request, data, head_len);
    request.trailing_bytes = total > head_len;
    answer_request(sim, reply, &request, fault);
    if (sim->options.verbose) {
        show("->", reply->bytes.data, reply->bytes.len);
    }
}
