/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A stand-in for the import services of Zilliz Cloud and Milvus, for the tests and the demo. It uses nothing of the
 * library that it tests, so that a mistake in there cannot hide here as well.
 *
 *     main.c, options.c          what one run was asked for
 *     loop.c                     sockets, timers, one poll() for all connections
 *     conn.c, conn_read.c, tls.c one connection: its stages, its bytes, its TLS
 *     certs.c                    the authority and the certificates made at start, good and bad
 *     request.c, body.c          read a request's head and its JSON more strictly than a real service
 *     decide.c                   jobs of two phases: commit and abort
 *     answer.c, reply.c          which service a path is, and how a reply is written
 *     api_v1.c, api_v2.c         what the dialects ask: v1, and the two that POST, v2 of the cloud and self-hosted
 * Milvus api.c, refusals.c          what all of them check, and their ways to say no list.c, create.c           what
 * they say of all jobs, and how one is started job_table.c                the job names that choose a behaviour; what
 * each does is in the other job_*.c job_shape.c, job_picture.c how the asking dialect writes what a job says
 */
#ifndef SIMULATOR_H
#define SIMULATOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

/* Ends the program without memory. NUL-terminated once something was added. */
struct text {
    char *data;
    size_t len;
    size_t size;
};

void text_add(struct text *text, const char *more);
void text_bytes(struct text *text, const void *more, size_t len);
void text_format(struct text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));
void text_quoted(struct text *text, const char *value); /* as a JSON string; NULL as null */
void text_free(struct text *text);

int64_t clock_ms(void);   /* monotonic */
void *must(void *memory); /* ends the program when memory is NULL */
/* Atomically; failure is only told on stderr. */
void write_file(const char *path, const void *content, size_t len);
struct text read_file(const char *path); /* empty text when it cannot be read */

/* In options.c each is explained. Times are in milliseconds. */
struct options {
    unsigned long port;
    bool plain;
    const char *listen;
    const char *tls_min;
    const char *tls_max;
    unsigned long record;
    bool no_resume;
    const char *ca_out;
    const char *cert_out;
    const char *client_out;
    const char *cert_kind;
    const char *cert_fault;
    const char *san;
    const char *cert_file;
    const char *key_file;
    bool intermediate;
    bool milvus;
    const char *version; /* of Milvus */
    bool standard_status;
    const char *paths;
    const char *key;
    const char *cluster;
    const char *db;
    const char *project;
    unsigned long remember;
    bool lenient;
    const char *prefix;
    bool any_host;
    unsigned long duration;
    unsigned long files;
    unsigned long jobs;
    const char *list_key;
    bool list_strings;
    bool list_no_count;
    bool list_no_paging;
    const char *last_body;
    const char *ready_file;
    const char *counters;
    const char *reply;
    unsigned long close_after;
    bool announce;
    bool rude;
    unsigned long head;
    unsigned long idle_close;
    bool mute;
    unsigned long seed;
    unsigned long max_life;
    bool verbose;
};

/* -1 to go on, else the exit status. */
int options_read(struct options *options, int argc, char **argv);

/* Without requests to /_counters and connections that begin with one. */
struct counters {
    unsigned long connections; /* accepted */
    unsigned long handshakes;  /* TLS handshakes finished, resumed ones too */
    unsigned long resumed;     /* TLS handshakes without a certificate */
    unsigned long requests;    /* heads that were read */
    unsigned long whole_heads; /* heads that came in one read, so were sent in one write */
    unsigned long bad;         /* requests that were refused with 400 */
    unsigned long starts;      /* requests to start a job that came whole */
    unsigned long decisions;   /* the same to commit or abort one */
};

struct job {
    uint32_t hash; /* of the id */
    char id[129];
    char collection[256];
    bool listed;        /* a job that a list may show */
    bool created;       /* by a request to start one */
    bool two_phase;     /* waits Uncommitted in the end */
    char decided;       /* 0, or what was: 'c'ommit or 'a'bort */
    int64_t decided_at; /* on clock_ms() */
    char key[257];      /* that request's Idempotency-Key; "" for none */
    int64_t keyed;      /* clock_ms() when it came */
    int64_t since;      /* clock_ms() when it was first asked for */
    time_t since_wall;  /* the same by the wall clock */
    unsigned long asks; /* including the present one */
};

struct tls_server;

struct simulator {
    struct options options;
    struct counters counters;
    bool counters_changed;
    unsigned port;
    struct tls_server *tls; /* NULL with --plain */
    struct job *jobs;       /* a ring of JOBS_MAX */
    size_t job_count;       /* of all that were ever asked for */
    size_t next_raw;        /* if not SIZE_MAX: the next connection ends after so many bytes, those of TLS included */
    uint64_t random;
};

uint64_t simulator_random(struct simulator *sim);
struct job *simulator_job(struct simulator *sim, const char *id); /* found or made; asks is counted up */
struct job *simulator_known(struct simulator *sim, size_t i);     /* from the oldest on; NULL behind the newest */
void simulator_save_counters(struct simulator *sim);              /* to the file of --counters, if something changed */
void simulator_print_counters(const struct counters *counters, struct text *out);

/* Until a signal, the parent's end or --max-life. Returns the exit status. */
int simulator_run(struct simulator *sim);

/* ---- requests ---- */

struct field {
    const char *name;
    const char *value;
};

struct request {
    const char *method;
    const char *path;
    const char *query; /* NULL without a question mark */
    struct field fields[64];
    size_t field_count;
    size_t body_size;
    const char *body;
    bool trailing_bytes; /* more came than head and body */
    const char *fault;   /* what is wrong with it, or NULL */
};

size_t request_end(const char *data, size_t len);
/* In place; also finds the body's length. */
void request_parse(struct request *request, char *head, size_t len);
/* How many there are, whatever the case; `value` is the last one's. */
size_t request_field(const struct request *request, const char *name, const char **value);
/* How many there are; `value` is the last one, decoded. -1: malformed query. */
int request_parameter(const struct request *request, const char *name, char *value, size_t size);

/* ---- replies ---- */

enum ending {
    ENDING_KEEP,  /* it stays open */
    ENDING_CLOSE, /* close_notify where there is TLS, then the socket is closed */
    ENDING_CUT,   /* the socket is closed, without close_notify */
    ENDING_RESET, /* the same by a TCP reset */
    ENDING_HANG   /* nothing more ever comes */
};

struct reply {
    struct text bytes; /* sent first */
    /* Then what this writes into room, until it returns 0. May be NULL. */
    size_t (*more)(struct reply *reply, char *room, size_t size);
    const char *pattern; /* for more: a row */
    uint64_t row;        /* for more: where it is */
    uint64_t rows;       /* for more: where it ends */
    struct text tail;

    unsigned long delay; /* before the first byte, ms */
    unsigned long pace;  /* if not 0, a piece each so many ms */
    size_t piece;        /* of so many bytes; 1 by default */
    uint64_t cut;        /* the ending comes after so many bytes */
    size_t raw;          /* the same in bytes of TLS; SIZE_MAX: whatever it takes */
    enum ending ending;
    unsigned long idle; /* if not 0, closed after so many ms without a request; instead of --idle-close */
    bool unasked;       /* then something is sent, instead, that belongs to no reply */
    bool say_close;     /* the head gets Connection: close */
};

void reply_init(struct reply *reply);
void reply_free(struct reply *reply);
/* No empty line yet. */
void reply_head(struct reply *reply, unsigned status);
/* `extra`: more field lines, each with its CR LF, or NULL. */
void reply_whole(struct reply *reply, unsigned status, const char *type, const char *extra, const struct text *body);
void reply_json(struct reply *reply, unsigned status, const struct text *body);
/* {"code":...,"message":...} */
void reply_error(struct reply *reply, unsigned status, long code, const char *message);

/* For what no service should get; the connection is closed. */
void reply_refuse(struct simulator *sim, struct reply *reply, const char *fault);

void answer(struct simulator *sim, struct reply *reply, const struct request *request);
/* On stderr. */
void show_line(const char *mark, const char *data, size_t len);

/* ---- connections ---- */

enum { IO_END = 0, IO_WANT_READ = -1, IO_WANT_WRITE = -2, IO_FAILED = -3 };

struct tls;

/* NULL after telling why on stderr. */
struct tls_server *tls_server_new(const struct options *options);
void tls_server_free(struct tls_server *server);
struct tls *tls_new(struct tls_server *server, int fd);
void tls_free(struct tls *tls);
void tls_limit(struct tls *tls, size_t bytes); /* what may still be sent, before it counts as failed */
int tls_handshake(struct tls *tls);            /* 1 when done, or an IO_ value */
bool tls_resumed(const struct tls *tls);
long tls_read(struct tls *tls, void *data, size_t size);
long tls_write(struct tls *tls, const void *data, size_t len);
int tls_close_notify(struct tls *tls); /* 1 when done, or an IO_ value */

struct conn;

struct conn *conn_new(struct simulator *sim, int fd, int64_t now);
void conn_free(struct conn *conn);
/* False: the connection is over. */
bool conn_step(struct conn *conn, int64_t now);
int conn_fd(const struct conn *conn);
short conn_events(const struct conn *conn); /* what to poll for */
int64_t conn_wake(const struct conn *conn); /* when to call conn_step at the latest */

/* ---- dialects ---- */

typedef void service(struct simulator *sim, const struct request *request, struct reply *reply);

service v1_get, v1_list, v1_create;
service v2_progress, v2_list, v2_create, v2_commit, v2_abort; /* with --milvus those of Milvus */
void print_jobs(void);

#endif
