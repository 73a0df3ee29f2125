/* SPDX-License-Identifier: Apache-2.0 */
/* Checks a request's JSON against what the operation wants. */
#define _POSIX_C_SOURCE 200809L
#include "members.h"

#include <string.h>
#include <strings.h>

static const char *check_post(const struct ask *ask, const struct request *request) {
    const char *type = "";
    size_t count = request_field(request, "Content-Type", &type);

    if (strcmp(request->method, "POST") != 0) {
        return "the method is not POST";
    }
    if (request->query != NULL) {
        return "a query where none belongs";
    }
    if (!ask->sim->options.lenient && (count != 1 || strcmp(type, "application/json") != 0)) {
        return "the Content-Type is not application/json";
    }
    return NULL;
}

static const struct want *find_want(const struct want *wants, const char *name) {
    for (; wants->name != NULL; wants++) {
        if (strcmp(wants->name, name) == 0) {
            return wants;
        }
    }
    return NULL;
}

/* Clients send null for what they were not given. */
static bool is_null(const struct member *member) {
    return member->type == BODY_WORD && strcmp(member->value.data, "null") == 0;
}

static const char *check_known(const struct ask *ask, const struct body *body, const struct want *wants) {
    size_t i;

    for (i = 0; i < body->count && !ask->sim->options.lenient; i++) {
        if (find_want(wants, body->members[i].name.data) == NULL) {
            return "the body has a member that does not belong there";
        }
    }
    return NULL;
}

static bool check_wants(const struct ask *ask, const struct body *body, const struct want *wants, struct reply *reply) {
    for (; wants->name != NULL; wants++) {
        const struct member *member = body_find(body, wants->name);
        bool missing = member == NULL || is_null(member) || (member->type == BODY_TEXT && member->value.len == 0);

        if (member != NULL && !is_null(member) && (member->type & wants->types) == 0) {
            refuse_member(WRONG_TYPE, ask, wants->name, reply);
            return false;
        }
        if (wants->required && missing) {
            refuse_member(MISSING, ask, wants->name, reply);
            return false;
        }
    }
    return true;
}

/* A Milvus server matches keys without regard to case (api.md 9). Where several are left, the last one counts. */
static void fold_names(const struct ask *ask, struct body *body, const struct want *wants) {
    size_t i;

    for (; ask->dialect == MILVUS && wants->name != NULL; wants++) {
        for (i = 0; i < body->count; i++) {
            if (strcasecmp(body->members[i].name.data, wants->name) == 0) {
                memcpy(body->members[i].name.data, wants->name, body->members[i].name.len);
            }
        }
    }
}

bool members_take(const struct ask *ask, const struct request *request, const struct want *wants, struct body *body,
                  struct reply *reply) {
    const char *fault = check_post(ask, request);

    memset(body, 0, sizeof *body);
    if (fault == NULL) {
        fault = body_read(body, request->body != NULL ? request->body : "", request->body_size);
    }
    fold_names(ask, body, wants);
    if (fault == NULL) {
        fault = check_known(ask, body, wants);
    }
    if (fault != NULL) {
        reply_refuse(ask->sim, reply, fault);
    } else if (check_wants(ask, body, wants, reply)) {
        return true;
    }
    body_free(body);
    return false;
}

const char *members_text(const struct body *body, const char *name) {
    const struct member *member = body_find(body, name);

    return member != NULL && member->value.len > 0 && !is_null(member) ? member->value.data : "";
}
