/* SPDX-License-Identifier: Apache-2.0 */
/* The header that applications include. A zimport_client sends one request at a time over one connection, with
 * deadlines and retries; a zimport_follow polls many jobs until all have ended. Both work in steps that never block and
 * say when to call again; zimport_client_finish, zimport_ask and zimport_follow_run are blocking loops around them.
 * All memory is the caller's; there is nothing to free but the connection. Use a client, its transport and its follows
 * from one thread at a time; clients that share neither memory nor transport need no lock (TLS: see mbedtls.h).
 * Callbacks run inside step, finish, ask and run. In a callback, abort and close take effect after it returns, begin
 * and finish return ZIMPORT_BAD_ARGUMENT, and step does nothing; the same holds after a failed init. */
#ifndef ZIMPORT_ZIMPORT_H
#define ZIMPORT_ZIMPORT_H
#include "zimport/api.h"
#include "zimport/port.h"
ZIMPORT_BEGIN_C
/* What a client reports, for logs. `text` and `number` depend on the event. */
typedef enum zimport_event {
    ZIMPORT_EVENT_CONNECTING, /* to text */
    ZIMPORT_EVENT_CONNECTED,  /* the transport is open; it knows the details */
    ZIMPORT_EVENT_REUSED,     /* the kept connection is used again */
    ZIMPORT_EVENT_STALE,      /* the kept connection was gone; a new one is opened */
    ZIMPORT_EVENT_SENT,       /* text is the request head: mask the key, and a proxy's credentials */
    ZIMPORT_EVENT_STATUS,     /* number is the HTTP status */
    ZIMPORT_EVENT_FIELD,      /* text is a line of the response head */
    ZIMPORT_EVENT_REPLY,      /* complete; number is the size of its body */
    ZIMPORT_EVENT_FAILED,     /* number is the zimport_status of this try */
    ZIMPORT_EVENT_PATH,       /* the server does not know the path; text is the next one to try */
    ZIMPORT_EVENT_RETRY       /* in number milliseconds */
} zimport_event;
typedef void (*zimport_on_event)(void *context, zimport_event event, zimport_view text, uint64_t number);
/* Asks for events: zimport_config.log. */
typedef struct zimport_log {
    zimport_on_event on_event;
    void *context;
    const struct zimport_teller *how; /* internal: src/client/try.h */
} zimport_log;
void zimport_log_init(zimport_log *log, zimport_on_event on_event, void *context);
/* What a client is made from. All pointers are to the caller's memory, which must outlive the client. */
typedef struct zimport_config {
    const zimport_platform *platform;
    zimport_transport *transport; /* TLS if and only if origin->tls */
    const zimport_dialect *dialect;
    const zimport_origin *origin;
    const zimport_proxy_server *via; /* for an origin without TLS: the proxy that forwards requests; or NULL */
    const char *path;                /* of a job's progress; NULL: the dialect's */
    const zimport_project *project;  /* v2: instead of `cluster`, which is empty then; NULL: none */
    zimport_view cluster, database;
    zimport_view key;           /* sent verbatim after "Bearer "; empty: none */
    char *window;               /* requests and replies pass through it; must hold the largest request */
    size_t window_size;         /* at least ZIMPORT_WINDOW_MIN; 512 plus the key's length is comfortable */
    char *value;                /* holds one value, file row or header line at a time */
    size_t value_size;          /* at least ZIMPORT_VALUE_MIN; a text of a row gets half, longer ones are cut */
    uint32_t connect_ms;        /* to open a connection, TLS included. 0: 10 s */
    uint32_t idle_ms;           /* without receiving or sending a byte. 0: 30 s */
    uint32_t total_ms;          /* for one whole try. 0: 60 s, when the service itself gives up */
    uint16_t retries;           /* after the first try */
    bool allow_plaintext_key;   /* send secrets over http to other machines, too */
    const zimport_files *files; /* NULL: no file rows */
    const zimport_log *log;     /* NULL: no events */
} zimport_config;
/* What a client is doing; see the drawing in src/client/exchange.c. */
typedef enum zimport_phase {
    ZIMPORT_PHASE_IDLE, /* no request; a connection may be kept */
    ZIMPORT_PHASE_OPENING,
    ZIMPORT_PHASE_SENDING,
    ZIMPORT_PHASE_READING,
    ZIMPORT_PHASE_PAUSING /* before a retry */
} zimport_phase;
/* A client: plain memory, less than 1 KiB. */
#define ZIMPORT_CLIENT_PARTS (26 * sizeof(void *) + 6 * sizeof(zimport_status) + 80)
typedef struct zimport_client {
    zimport_phase phase;
    zimport_stage stage;        /* of the last failure */
    uint16_t tries;             /* of the current request */
    bool open, reused;          /* the transport is connected; it was kept, and nothing has arrived since */
    bool handed, once;          /* the transport had a whole request, which may arrive; it is sent only once */
    uint8_t stepping;           /* inside a step; 2: a callback has given up the request */
    uint8_t path, missed;       /* which of the dialect's paths; how many the server did not know */
    int32_t detail;             /* of the last failure, from the transport; 0: none */
    size_t sent, head, to_send; /* bytes of the request: already sent, its head, and in all */
    const struct zimport_operation *operation;
    zimport_view job;
    void *result; /* zimport_progress, zimport_list or zimport_start */
    zimport_answer *answer;
    zimport_config config;
    struct {
        uint32_t connections, requests, retries; /* each try that sends counts as a request */
        uint64_t body;                           /* bytes of reply bodies */
    } counts;                                    /* since zimport_client_init */
    zimport_peer peer;                           /* internal from here on */
    uint64_t now, limit_at, total_at;            /* time of the last step; when the phase and the try must end */
    uint64_t spaced_at;                          /* when the service allows another request */
    ZIMPORT_OPAQUE(ZIMPORT_CLIENT_PARTS) parts;  /* the reply as it is read and decoded */
} zimport_client;
/* What a step function wants. */
typedef enum zimport_step {
    ZIMPORT_STEP_READ,  /* call again when the transport can be read, and at *until at the latest */
    ZIMPORT_STEP_WRITE, /* call again when it can be written, and at *until at the latest */
    ZIMPORT_STEP_WAIT,  /* call again at *until */
    ZIMPORT_STEP_EVENT, /* only from zimport_follow_step: a job has news; call again */
    ZIMPORT_STEP_DONE
} zimport_step;
/* Checks a configuration with dialect and origin; needs no transport and no window. ZIMPORT_OK, _BAD_ARGUMENT (`via`
 * with TLS, a control character in the database name, or a project where it is none of v2 alone), _BAD_ID (the
 * cluster's, or the project's), _BAD_KEY, _KEY_MISSING, _KEY_PLAINTEXT (to the host or to the proxy). */
zimport_status zimport_config_check(const zimport_config *config);
/* Makes an idle client; sends nothing. As zimport_config_check, and ZIMPORT_BAD_ARGUMENT if something is missing. */
zimport_status zimport_client_init(zimport_client *client, const zimport_config *config);
/* Begins to ask about a job. `progress` and `answer` must live until the request is done; their texts keep their
 * memory. ZIMPORT_OK, _BAD_ID, or _BAD_ARGUMENT: another request is going on, or init failed. */
zimport_status zimport_client_begin(zimport_client *client, zimport_view job, zimport_progress *progress,
                                    zimport_answer *answer);
/* Goes on as far as possible without waiting. After ZIMPORT_STEP_DONE, answer->status says how it ended, and the
 * connection is kept for the next request if possible. No request: DONE at once. `now`: from platform->now. */
zimport_step zimport_client_step(zimport_client *client, uint64_t now, uint64_t *until);
/* Both end the request, if any, with ZIMPORT_ABORTED, and close even a kept connection. The client is usable again. */
void zimport_client_abort(zimport_client *client);
void zimport_client_close(zimport_client *client);
/* Begin other requests, like zimport_client_begin: a page of the list of jobs; a new import. A start is sent at most
 * once, unless it has an idempotency key: that promises that the service starts one import for all that have it.
 * Either way, after a failure or an abort it may still have arrived if client->handed. */
zimport_status zimport_list_begin(zimport_client *client, zimport_list *list, zimport_answer *answer);
zimport_status zimport_start_begin(zimport_client *client, zimport_start *start, zimport_answer *answer);
/* Commit or abort a job that waits Uncommitted. ZIMPORT_REFUSED: its state is another. v1: _BAD_ARGUMENT. An
 * abort is sent at most once: after a failure, if client->handed, ask for the state. A commit may be repeated. */
zimport_status zimport_commit_begin(zimport_client *client, zimport_view job, zimport_answer *answer);
zimport_status zimport_abort_begin(zimport_client *client, zimport_view job, zimport_answer *answer);
/* Steps to the end and returns answer->status; ZIMPORT_BAD_ARGUMENT: no request. Spins if the port cannot wait. */
zimport_status zimport_client_finish(zimport_client *client);
/* begin and finish. */
zimport_status zimport_ask(zimport_client *client, zimport_view job, zimport_progress *progress,
                           zimport_answer *answer);
/* A job to follow. Set `id` and zero the rest. At most 128 bytes. */
typedef struct zimport_job {
    zimport_view id;       /* the caller's memory */
    zimport_status status; /* of the last answer */
    zimport_state state;   /* of the last good answer */
    uint8_t still;         /* answers in a row without a change */
    bool asked, answered;  /* had an answer, good or bad; had a good one */
    bool ended, changed;   /* will not be asked again; the last answer brought a change */
    int32_t percent;
    uint32_t rows;          /* the low 32 bits of imported rows */
    uint64_t due, moved_at; /* when to ask next; when state, percent or imported rows last changed */
} zimport_job;
/* Polls jobs in turn, on one connection. */
typedef struct zimport_follow {
    zimport_client *client;
    zimport_job *jobs;
    size_t count;
    zimport_progress *progress; /* of jobs[current], when there is an event */
    zimport_answer *answer;
    bool once;                        /* ask about each job once, then stop */
    bool persist, asking;             /* internal, like all after interval_ms */
    bool away, missing;               /* the last request failed temporarily, or found no job, and polling goes on */
    uint32_t interval_ms, missing_ms; /* interval_ms: time between polls of a job (src/client/interval.h) */
    size_t current, left;             /* index of the current job; jobs not ended */
    uint64_t began;
    uint32_t (*longest_pause)(struct zimport_follow *follow, uint64_t now); /* internal */
} zimport_follow;
/* Call before begin. `persist`: temporary failures (ZIMPORT_DO_RETRY) do not end a job that had a good answer or is
 * new. `missing_ms`: the jobs are new; for so long from the start, "not found" does not end them. 0: they are not. */
void zimport_follow_patiently(zimport_follow *follow, bool persist, uint32_t missing_ms);
/* First set client, jobs, count, interval_ms, once, progress and answer. ZIMPORT_OK; ZIMPORT_BAD_ID: of a job;
 * ZIMPORT_BAD_ARGUMENT: something is missing, or the client's init failed. */
zimport_status zimport_follow_begin(zimport_follow *follow, uint64_t now);
/* Goes on. ZIMPORT_STEP_EVENT: jobs[current] has an answer: see *answer, and *progress if its status is ZIMPORT_OK;
 * then call again. ZIMPORT_STEP_DONE: all jobs have ended: completed, failed or cancelled; uncommitted, which does not
 * change by itself; or without a good answer, after the client's retries where they may help. Do not use the client for
 * other requests meanwhile: a job whose turn comes then ends with ZIMPORT_BAD_ARGUMENT. */
zimport_step zimport_follow_step(zimport_follow *follow, uint64_t now, uint64_t *until);
/* Waits for the transport or the time, as a step asked: for an application's own blocking loop. */
void zimport_client_wait(const zimport_client *client, zimport_step step, uint64_t until);
/* Follows to the end, or until `until` in now() time (ZIMPORT_NEVER: no limit). on_answer gets each event; false stops.
 * ZIMPORT_OK: all jobs ended; ZIMPORT_TOTAL_TIMEOUT; ZIMPORT_ABORTED: by on_answer; or what begin returned. */
typedef bool (*zimport_on_answer)(void *context, const zimport_follow *follow);
zimport_status zimport_follow_run(zimport_follow *follow, uint64_t until, zimport_on_answer on_answer, void *context);
/* A tunnel through an HTTP proxy (CONNECT, RFC 9110 section 9.3.6): a transport between TCP and TLS. */
#define ZIMPORT_PROXY_PARTS (4 * sizeof(void *) + 3 * sizeof(zimport_status) + 60)
typedef struct zimport_proxy {
    zimport_transport base;
    zimport_transport *lower;
    const zimport_proxy_server *server;
    char *memory;
    size_t size;
    zimport_peer peer; /* internal from here on: the proxy */
    size_t sent, to_send;
    uint8_t state;
    ZIMPORT_OPAQUE(ZIMPORT_PROXY_PARTS) reader;
} zimport_proxy;
/* Makes a closed tunnel over `lower`, its own. `memory` is used while it opens, then wiped: the client's window is
 * fine. It needs ZIMPORT_WINDOW_MIN bytes and room for a request: 130, twice the server's name, credentials in base64.
 * Failures of open, besides those of `lower`: ZIMPORT_PROXY_REFUSED, ZIMPORT_PROXY_FAILED (detail: the HTTP status, 0
 * if none), ZIMPORT_LOST, ZIMPORT_NO_ROOM, ZIMPORT_CONNECT_TIMEOUT. */
void zimport_proxy_init(zimport_proxy *proxy, zimport_transport *lower, const zimport_proxy_server *server,
                        char *memory, size_t size);
ZIMPORT_END_C
#endif
