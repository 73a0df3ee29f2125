/* SPDX-License-Identifier: Apache-2.0 */
/* What an application includes. A zimport_client asks one question at a time over one connection, with deadlines and
 * retries; a zimport_follow asks about many jobs until all have ended. Both are step functions: they never block, and
 * say when to be called again. zimport_client_finish, zimport_ask and zimport_follow_run are the blocking loops around
 * them. All memory is the caller's; all structures are plain and have nothing to free but the connection.
 * A client, its transport and its follows are for one thread at a time; clients that share neither memory nor transport
 * need no lock (with TLS: mbedtls.h). Callbacks run inside of step, finish, ask and run: there, abort and close take
 * effect once the callback has returned, begin and finish say ZIMPORT_BAD_ARGUMENT, and step does nothing. So do all of
 * them after an init that failed. */
#ifndef ZIMPORT_ZIMPORT_H
#define ZIMPORT_ZIMPORT_H
#include "zimport/api.h"
#include "zimport/port.h"

/* What a client tells about its work, for logs. `text` and `number` depend on the event. */
typedef enum zimport_event {
    ZIMPORT_EVENT_CONNECTING, /* to text */
    ZIMPORT_EVENT_CONNECTED,  /* the transport is open; ask it for more */
    ZIMPORT_EVENT_REUSED,     /* the kept connection is used again */
    ZIMPORT_EVENT_STALE,      /* the kept connection was gone; a new one is made */
    ZIMPORT_EVENT_SENT,       /* text is the request head: mask the key, and the credentials for a proxy */
    ZIMPORT_EVENT_STATUS,     /* number is the HTTP status */
    ZIMPORT_EVENT_FIELD,      /* text is a line of the response head */
    ZIMPORT_EVENT_REPLY,      /* complete; number is the size of its body */
    ZIMPORT_EVENT_FAILED,     /* number is the zimport_status of this try */
    ZIMPORT_EVENT_PATH,       /* the server does not know the path; text is the one that is tried next */
    ZIMPORT_EVENT_RETRY       /* in number milliseconds */
} zimport_event;
typedef void (*zimport_on_event)(void *context, zimport_event event, zimport_view text, uint64_t number);
/* Who wants to know: zimport_config.log. */
typedef struct zimport_log {
    zimport_on_event on_event;
    void *context;
    const struct zimport_teller *how; /* src/client/try.h */
} zimport_log;
void zimport_log_init(zimport_log *log, zimport_on_event on_event, void *context);
/* What a client is made with. Everything that is pointed to is the caller's and must outlive the client. */
typedef struct zimport_config {
    const zimport_platform *platform;
    zimport_transport *transport; /* TLS if and only if origin->tls */
    const zimport_dialect *dialect;
    const zimport_origin *origin;
    const zimport_proxy_server *via; /* for an origin without TLS: the proxy that passes requests on; or NULL */
    const char *path;                /* of a job's progress, instead of the dialect's; NULL: those */
    zimport_view cluster, database;
    zimport_view key;           /* sent verbatim after "Bearer "; empty: none */
    char *window;               /* requests and replies pass through it: room for the largest request */
    size_t window_size;         /* at least ZIMPORT_WINDOW_MIN; 512 and the key's length is comfortable */
    char *value;                /* one value, file row or header line at a time */
    size_t value_size;          /* at least ZIMPORT_VALUE_MIN; a text of a row gets half, what is longer is cut */
    uint32_t connect_ms;        /* until a connection is open, TLS included. 0: 10 s */
    uint32_t idle_ms;           /* without a byte. 0: 30 s */
    uint32_t total_ms;          /* for one try as a whole. 0: 60 s; the service gives up by then itself */
    uint16_t retries;           /* after the first try */
    bool allow_plaintext_key;   /* send secrets over http to a host that is not this machine, too */
    const zimport_files *files; /* NULL: rows are not looked into */
    const zimport_log *log;     /* NULL: nothing is told */
} zimport_config;
/* What a client is doing. The drawing is at the top of src/client/exchange.c. */
typedef enum zimport_phase {
    ZIMPORT_PHASE_IDLE, /* nothing asked; a connection may be kept */
    ZIMPORT_PHASE_OPENING,
    ZIMPORT_PHASE_SENDING,
    ZIMPORT_PHASE_READING,
    ZIMPORT_PHASE_PAUSING /* before a retry */
} zimport_phase;
/* A client: plain memory, about 1 KiB. */
#define ZIMPORT_CLIENT_PARTS (26 * sizeof(void *) + 6 * sizeof(zimport_status) + 80)
typedef struct zimport_client {
    zimport_phase phase;
    zimport_stage stage;        /* of the last failure */
    uint16_t tries;             /* of the question at hand */
    bool open, reused;          /* the transport is connected; it was kept, and nothing has come since */
    bool handed;                /* the transport was given all of a request: it may arrive, whatever comes next */
    uint8_t stepping;           /* a step is going on; 2: a callback has given the question up */
    uint8_t path, missed;       /* which of the dialect's; how many the server did not know */
    int32_t detail;             /* of the last failure: the transport's, 0 if none */
    size_t sent, head, to_send; /* bytes of the request that were sent, of its head, and of all of it */
    const struct zimport_operation *operation;
    zimport_view job;
    void *result; /* zimport_progress, zimport_list or zimport_start */
    zimport_answer *answer;
    zimport_config config;
    struct {
        uint32_t connections, requests, retries; /* a request counts when it is sent, at each try */
        uint64_t body;                           /* bytes of reply bodies */
    } counts;                                    /* since zimport_client_init */
    zimport_peer peer;                           /* bookkeeping from here on */
    uint64_t now, limit_at, total_at; /* of the last step; when the phase and the try end, on the platform's now() */
    uint64_t spaced_at;               /* when the service allows another request */
    ZIMPORT_OPAQUE(ZIMPORT_CLIENT_PARTS) parts; /* the reply as it is read and decoded */
} zimport_client;
/* What a step function wants. */
typedef enum zimport_step {
    ZIMPORT_STEP_READ,  /* call again when the transport can be read, and at *until at the latest */
    ZIMPORT_STEP_WRITE, /* call again when it can be written, and at *until at the latest */
    ZIMPORT_STEP_WAIT,  /* call again at *until */
    ZIMPORT_STEP_EVENT, /* only from zimport_follow_step: a job has news; call again */
    ZIMPORT_STEP_DONE
} zimport_step;

/* Looks at what is asked and of whom, without a transport: ZIMPORT_OK, _BAD_ARGUMENT (`via` with TLS; a control in the
 * database's name), _BAD_ID (the cluster's), _BAD_KEY, _KEY_MISSING, _KEY_PLAINTEXT (to the host, or the proxy). */
zimport_status zimport_config_check(const zimport_config *config);
/* Makes a client that is not in use; sends nothing. As zimport_config_check; ZIMPORT_BAD_ARGUMENT: not all is given. */
zimport_status zimport_client_init(zimport_client *client, const zimport_config *config);
/* Begins to ask about a job. `progress` and `answer` are the caller's, live until the question is done, and keep
 * the memory of their texts. ZIMPORT_OK, _BAD_ID, or _BAD_ARGUMENT: another question is going on, or init failed. */
zimport_status zimport_client_begin(zimport_client *client, zimport_view job, zimport_progress *progress,
                                    zimport_answer *answer);
/* Goes on as far as it can without waiting. After ZIMPORT_STEP_DONE answer->status says how it ended, and the
 * connection is kept for the next question if it may be. Without a question: DONE at once. `now`: platform->now. */
zimport_step zimport_client_step(zimport_client *client, uint64_t now, uint64_t *until);
/* Both give up the question at hand, if there is one, with the answer ZIMPORT_ABORTED, so that nothing more of it is
 * sent, and close the connection, a kept one too. The client can go on to ask. */
void zimport_client_abort(zimport_client *client);
void zimport_client_close(zimport_client *client);
/* Begin other questions, as zimport_client_begin does: for a page of the list of jobs; for a new import. A start is
 * sent at most once: after a failure, and after abort, it may have arrived if client->handed. */
zimport_status zimport_list_begin(zimport_client *client, zimport_list *list, zimport_answer *answer);
zimport_status zimport_start_begin(zimport_client *client, zimport_start *start, zimport_answer *answer);
/* Steps to the end: answer->status, or ZIMPORT_BAD_ARGUMENT without a question. Spins where the port cannot wait. */
zimport_status zimport_client_finish(zimport_client *client);
/* begin and finish. */
zimport_status zimport_ask(zimport_client *client, zimport_view job, zimport_progress *progress,
                           zimport_answer *answer);

/* One job among those that are followed. Set `id`, leave the rest zero. At most 128 bytes. */
typedef struct zimport_job {
    zimport_view id;       /* the caller's memory */
    zimport_status status; /* of the last answer */
    zimport_state state;   /* of the last good answer */
    uint8_t still;         /* answers in a row without news */
    bool asked, answered;  /* there was an answer, good or bad; there was a good one */
    bool ended, changed;   /* will not be asked again; the last answer differed from the one before */
    int32_t percent;
    uint32_t rows;          /* the last digits of imported rows */
    uint64_t due, moved_at; /* when to ask next; when state, percent or imported rows last changed */
} zimport_job;
/* Follows jobs, in turn, on one connection. */
typedef struct zimport_follow {
    zimport_client *client;
    zimport_job *jobs;
    size_t count;
    zimport_progress *progress; /* of the job at hand, when there is an event */
    zimport_answer *answer;
    bool once;            /* ask each job once and be done */
    bool persist, asking; /* bookkeeping, as what follows interval_ms */
    bool away, missing;   /* the last question failed in a way that may pass, or found no job, and it is asked on */
    uint32_t interval_ms, missing_ms; /* the first: between two questions about a job (src/client/interval.h) */
    size_t current, left;             /* index of the job at hand; jobs not ended */
    uint64_t began;
    uint32_t (*longest_pause)(struct zimport_follow *follow, uint64_t now); /* src/client/follow_patiently.c */
} zimport_follow;
/* Before it begins. `persist`: what may pass (ZIMPORT_DO_RETRY) does not end a job that had a good answer, or is new.
 * `missing_ms`: the jobs are new, and one that is not found is asked for again so long from the beginning; 0: not. */
void zimport_follow_patiently(zimport_follow *follow, bool persist, uint32_t missing_ms);
/* Begins. The caller has set client, jobs, count, interval_ms, once, progress and answer. ZIMPORT_OK,
 * ZIMPORT_BAD_ID for a job's id, ZIMPORT_BAD_ARGUMENT: one is missing, or the client's init failed. */
zimport_status zimport_follow_begin(zimport_follow *follow, uint64_t now);
/* Goes on. ZIMPORT_STEP_EVENT: jobs[current] has an answer: look at it, at *progress (if its status is ZIMPORT_OK) and
 * at *answer, and call again. ZIMPORT_STEP_DONE: every job has ended: completed, failed or cancelled; uncommitted,
 * which does not end by itself; or no good answer, after the client's retries where those may help. The client is the
 * follow's alone: a job whose turn comes while it asks something else ends with ZIMPORT_BAD_ARGUMENT. */
zimport_step zimport_follow_step(zimport_follow *follow, uint64_t now, uint64_t *until);
/* Waits as a step function asks, for the transport or for the time: for loops around one that may block. */
void zimport_client_wait(const zimport_client *client, zimport_step step, uint64_t until);
/* Follows to the end, or until `until` on the platform's now() (ZIMPORT_NEVER: no limit). Calls `on_answer` for each
 * event; it may end the following by returning false. ZIMPORT_OK: every job ended; ZIMPORT_TOTAL_TIMEOUT;
 * ZIMPORT_ABORTED by on_answer; or what begin said. */
typedef bool (*zimport_on_answer)(void *context, const zimport_follow *follow);
zimport_status zimport_follow_run(zimport_follow *follow, uint64_t until, zimport_on_answer on_answer, void *context);

/* A tunnel through an HTTP proxy (CONNECT, RFC 9110 section 9.3.6), as a transport over another one; for TLS on top. */
#define ZIMPORT_PROXY_PARTS (4 * sizeof(void *) + 3 * sizeof(zimport_status) + 60)
typedef struct zimport_proxy {
    zimport_transport base;
    zimport_transport *lower;
    const zimport_proxy_server *server;
    char *memory;
    size_t size;
    zimport_peer peer; /* bookkeeping from here on: the proxy */
    size_t sent, to_send;
    uint8_t state;
    ZIMPORT_OPAQUE(ZIMPORT_PROXY_PARTS) reader;
} zimport_proxy;
/* A closed tunnel over `lower`, which must be one of its own. `memory` is used while it opens, and wiped then: it can
 * be the client's window. It has at least ZIMPORT_WINDOW_MIN bytes, and room for the request: 130, twice the server's
 * name and the credentials in base64.
 * What open can say on top of the lower transport's: ZIMPORT_PROXY_REFUSED, ZIMPORT_PROXY_FAILED (both with the HTTP
 * status as the detail, 0 without one), ZIMPORT_LOST, ZIMPORT_NO_ROOM, ZIMPORT_CONNECT_TIMEOUT. */
void zimport_proxy_init(zimport_proxy *proxy, zimport_transport *lower, const zimport_proxy_server *server,
                        char *memory, size_t size);
#endif
