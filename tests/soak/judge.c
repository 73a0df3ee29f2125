/* SPDX-License-Identifier: Apache-2.0 */
/* Compares each event of a client with what the simulator was told to do. A try ends with one of: STALE (the kept
 * connection was gone: another one, for free), FAILED, or the question's end. */
#include <string.h>

#include "soak.h"

static void blame(struct soak *soak, const char *what) {
    if (soak->wrong == NULL) {
        soak->wrong = what;
    }
}

static void expect(struct soak *soak, bool fine, const char *otherwise) {
    if (!fine) {
        blame(soak, otherwise);
    }
}

static struct script *script_of(struct soak *soak) {
    soak->current = soak->follow != NULL ? soak->follow->current : 0;
    return &soak->scripts[soak->current];
}

static void trace(struct soak *soak, const char *what, uint64_t number) {
    size_t size = strlen(soak->trace);

    snprintf(soak->trace + size, sizeof soak->trace - size, number != 0 ? " %s:%lu" : " %s", what,
             (unsigned long)number);
}

static void begin_try(struct soak *soak) {
    soak->reused = soak->sent = soak->stale = soak->spoiled = soak->failed = false;
    soak->rows = 0;
    soak->row_sum = 0;
    soak->http = 0;
}

void judge_begin(struct soak *soak) {
    soak->tries = 1;
    soak->restless = lane_is_restless(soak->lane);
    soak->trace[0] = '\0';
    begin_try(soak);
}

static const struct step *take_step(struct soak *soak) {
    struct script *script = script_of(soak);
    const struct step *step = script_step(script);

    script->asks++;
    soak->lane->server->requests++;
    soak->lane->server->spoiled |= step->next >= 0;
    return step;
}

static void on_connecting(struct soak *soak) {
    struct lane *lane = soak->lane;

    expect(soak, lane->kept != KEPT, "a new connection, although the old one is good");
    lane->connections++;
    soak->offered = lane->session.size > 0;
    lane->kept = CLOSED;
    lane->doomed = false;
    if (lane->server != NULL) {
        soak->spoiled = lane->server->spoiled;
        lane->server->spoiled = false;
    }
}

static void on_connected(struct soak *soak) {
    const struct lane *lane = soak->lane;
    bool plain_deaf = lane->way == DEAF && !lane_is_tls(lane);

    expect(soak, lane->way == ORDINARY || plain_deaf, "connected where nobody can");
    /* With a saved session a failed handshake is repeated without it, on its own connection. */
    soak->spoiled = soak->spoiled && !soak->offered;
    expect(soak, !soak->spoiled || !lane_is_tls(lane), "connected without a handshake");
}

/* The server closes a doomed connection without looking for a request. */
static void on_stale(struct soak *soak) {
    struct lane *lane = soak->lane;

    expect(soak, !soak->stale, "replaced twice");
    if (!soak->sent) {
        expect(soak, lane->doomed, "a good connection was replaced");
    } else {
        expect(soak, soak->reused, "a new connection was replaced");
        if (!lane->doomed) {
            const struct step *step = take_step(soak);
            expect(soak, fits_silence(step), "a connection that brought a reply was replaced");
            soak->tried[step->kind][ZIMPORT_LOST]++;
        }
    }
    soak->stale = true;
    soak->reused = soak->sent = false;
    lane->kept = CLOSED;
}

static bool fits_way(const struct soak *soak, zimport_status status) {
    bool late = soak->brief && (status == ZIMPORT_TOTAL_TIMEOUT || status == ZIMPORT_CONNECT_TIMEOUT);

    if (soak->spoiled) {
        return status == ZIMPORT_LOST || late;
    }
    switch (soak->lane->way) {
    case REFUSED:
        return status == ZIMPORT_NO_CONNECTION;
    case DEAF:
        return status == (soak->sent ? ZIMPORT_IDLE_TIMEOUT : ZIMPORT_CONNECT_TIMEOUT);
    case UNTRUSTED:
        return status == ZIMPORT_TLS_UNTRUSTED;
    case WRONG_HOST:
        return status == ZIMPORT_TLS_WRONG_HOST;
    default:
        return late;
    }
}

/* What the server said too early was taken for the answer. Nobody can know that it is none. */
static bool is_haunted(const struct soak *soak, zimport_status status) {
    return soak->lane->haunted && soak->sent && soak->reused && status == ZIMPORT_HTTP_SYNTAX;
}

static enum kind end_on_the_way(struct soak *soak, zimport_status status) {
    static const enum kind kinds[] = {DRIP, REFUSED_PORT, DEAF_PORT, DISTRUSTED, MISNAMED};

    soak->lane->kept = CLOSED;
    if (is_haunted(soak, status)) {
        soak->lane->server->doubtful++;
        return UNASKED;
    }
    expect(soak, fits_way(soak, status), "a failure of another kind on the way");
    if (soak->spoiled) {
        return SPOILED;
    }
    return kinds[soak->lane->way];
}

static bool is_timeout(zimport_status status) {
    return status == ZIMPORT_CONNECT_TIMEOUT || status == ZIMPORT_IDLE_TIMEOUT || status == ZIMPORT_TOTAL_TIMEOUT;
}

static enum kind end_with_step(struct soak *soak, zimport_status status) {
    struct lane *lane = soak->lane;
    const struct step *step = take_step(soak);
    bool at_once = step->fin == 0 || step->notify == 0;

    expect(soak, fits_status(step, lane_is_tls(lane), status) || (soak->hasty && status == ZIMPORT_IDLE_TIMEOUT),
           "an outcome that does not fit");
    if ((soak->hasty || soak->brief) && is_timeout(status) && soak->http == 0) {
        /* Aborted so soon that the reset may have overtaken the request. */
        lane->server->requests--;
        lane->server->doubtful++;
    }
    expect(soak, !(soak->reused && at_once), "a kept connection was closed, and not replaced");
    expect(soak, soak->http == 0 || soak->http == (step->http >= 300 ? step->http : 200), "another HTTP status");
    lane->kept = fits_kept(step, status);
    lane->doomed = lane->kept != CLOSED && fits_doom(step);
    lane->haunted = step->late >= 0;
    soak->failed_step = step;
    return step->kind;
}

static void end_try(struct soak *soak, zimport_status status) {
    bool on_the_way = !soak->sent || soak->spoiled || soak->lane->way != ORDINARY || is_haunted(soak, status);
    enum kind kind;

    soak->failed = status != ZIMPORT_OK;
    soak->failure = status;
    soak->failed_step = NULL;
    kind = on_the_way ? end_on_the_way(soak, status) : end_with_step(soak, status);
    soak->tried[kind][status]++;
}

static bool may_retry(const struct soak *soak) {
    bool too_long = soak->failed_step != NULL && soak->failed_step->after > LONGEST_WAIT;

    return !too_long && !soak->once && soak->failed && fits_retry(soak->failure) &&
           soak->tries <= soak->lane->client.config.retries;
}

static void on_retry(struct soak *soak, uint64_t delay) {
    const struct step *step = soak->failed_step;
    uint64_t bound = UINT64_C(500) << (soak->tries - 1);
    long wanted = step == NULL ? -1 : step->date >= 0 ? step->date : step->after;
    bool certain = soak->failure == ZIMPORT_BUSY && wanted > 0;

    expect(soak, may_retry(soak), "tried again");
    if (certain) {
        expect(soak, delay >= (uint64_t)(wanted - (step->date >= 0)) * 1000, "too early, for what Retry-After says");
    }
    bound = wanted > 0 && (uint64_t)wanted * 1000 > bound ? (uint64_t)wanted * 1000 : bound;
    expect(soak, delay <= bound, "too late");
    soak->lane->retries++;
    soak->tries++;
    begin_try(soak);
}

static void on_sent(struct soak *soak, zimport_view head) {
    const char *id = script_of(soak)->id;
    size_t size = strlen(id);
    bool found = false;
    size_t i;

    for (i = 0; i + size <= head.size && !found; i++) {
        found = memcmp(head.data + i, id, size) == 0;
    }
    expect(soak, found, "a request about another job");
    soak->sent = true;
    soak->lane->sent++;
}

void judge_event(void *context, zimport_event event, zimport_view text, uint64_t number) {
    static const char *const names[] = {"connecting", "connected", "reused", "stale", "sent", "status",
                                        "",           "reply",     "failed", "path",  "retry"};
    struct soak *soak = context;

    if (event != ZIMPORT_EVENT_FIELD) {
        trace(soak, names[event], number);
    }
    soak->once = soak->follow != NULL && soak->follow->away && soak->follow->jobs[soak->follow->current].asked;
    switch (event) {
    case ZIMPORT_EVENT_CONNECTING:
        on_connecting(soak);
        break;
    case ZIMPORT_EVENT_CONNECTED:
        on_connected(soak);
        break;
    case ZIMPORT_EVENT_REUSED:
        expect(soak, soak->lane->kept != CLOSED, "a connection that is closed, or should be, was used again");
        expect(soak, soak->tries > 1 || !soak->restless,
               "used again, although something had come that nobody asked for");
        soak->reused = true;
        break;
    case ZIMPORT_EVENT_STALE:
        on_stale(soak);
        break;
    case ZIMPORT_EVENT_SENT:
        on_sent(soak, text);
        break;
    case ZIMPORT_EVENT_STATUS:
        soak->http = (uint16_t)number;
        break;
    case ZIMPORT_EVENT_FAILED:
        end_try(soak, (zimport_status)number);
        break;
    case ZIMPORT_EVENT_RETRY:
        on_retry(soak, number);
        break;
    default:
        break;
    }
}

void judge_file(void *context, const zimport_file *file) {
    struct soak *soak = context;

    if (file->index == 0) {
        soak->rows = 0;
        soak->row_sum = 0;
    }
    expect(soak, file->index == soak->rows && !file->cut && file->file_size.given, "another file row");
    soak->rows++;
    soak->row_sum += file->file_size.value;
}

static const char *check_answer(struct soak *soak, zimport_status status) {
    struct script *script = script_of(soak);

    if (status == ZIMPORT_OK) {
        uint64_t rows = soak->progress.files;
        uint64_t sum = rows * (uint64_t)script->serial + (rows > 0 ? rows * (rows - 1) / 2 * 3 : 0);
        if (soak->rows != rows || soak->row_sum != sum) {
            return "other file rows";
        }
        return fits_progress(script, &soak->progress);
    }
    switch (status) {
    case ZIMPORT_UNAUTHORIZED:
    case ZIMPORT_NOT_FOUND:
    case ZIMPORT_REDIRECTED:
    case ZIMPORT_BUSY:
    case ZIMPORT_REFUSED:
        return fits_answer(script, &soak->answer);
    default:
        return fits_network(status) && soak->answer.http_status != 0 ? "an HTTP status without a reply" : NULL;
    }
}

void judge_end(struct soak *soak, zimport_status status) {
    const struct lane *lane = soak->lane;

    soak->polls++;
    soak->outcomes[status]++;
    if (!soak->failed) {
        end_try(soak, status);
    }
    expect(soak, soak->failure == status && soak->answer.status == status, "another outcome than its last try had");
    expect(soak, !may_retry(soak), "not tried again");
    expect(soak, lane->kept != KEPT || lane->client.open, "a good connection was not kept");
    expect(soak, lane->kept != CLOSED || !lane->client.open, "a connection was kept that should not be");
    if (soak->wrong == NULL) {
        soak->wrong = check_answer(soak, status);
    }
}

void judge_abandon(struct soak *soak) {
    struct lane *lane = soak->lane;

    soak->polls++;
    soak->outcomes[ZIMPORT_ABORTED]++;
    soak->tried[ABANDONED][ZIMPORT_ABORTED]++;
    expect(soak, !lane->client.open && soak->answer.status == ZIMPORT_ABORTED, "not given up");
    if (soak->sent && !soak->failed && lane->server != NULL) {
        lane->server->doubtful++;
    }
    lane->kept = CLOSED;
    lane->doomed = false;
}
