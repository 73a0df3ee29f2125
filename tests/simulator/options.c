/* SPDX-License-Identifier: Apache-2.0 */
/* The command line: one table gives the names, the kinds, the places and the help. */
#include "simulator.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum kind { FLAG, NUMBER, SECONDS, TEXT, CHOICE, VERSION };

struct row {
    const char *name;
    enum kind kind;
    size_t place;
    const char *value; /* for the help; for CHOICE also what is allowed, as a|b|c */
    const char *help;
};

#define PLACE(member) offsetof(struct options, member)

static const struct row rows[] = {
    {"port", NUMBER, PLACE(port), "N", "port to listen on; 0, the default, takes a free one"},
    {"listen", CHOICE, PLACE(listen), "both|4|6", "listen on 127.0.0.1, ::1 or both (::1 only where there is one)"},
    {"plain", FLAG, PLACE(plain), NULL, "speak HTTP without TLS"},
    {"tls-min", CHOICE, PLACE(tls_min), "1.2|1.3", "lowest TLS version"},
    {"tls-max", CHOICE, PLACE(tls_max), "1.3|1.2", "highest TLS version"},
    {"record", NUMBER, PLACE(record), "BYTES", "send TLS records of at most so many bytes of data"},
    {"no-resume", FLAG, PLACE(no_resume), NULL, "no session tickets, no session cache"},
    {"ca-out", TEXT, PLACE(ca_out), "FILE", "write the authority's certificate there, PEM"},
    {"cert-out", TEXT, PLACE(cert_out), "FILE", "write the server's certificate there, PEM"},
    {"client-out", TEXT, PLACE(client_out), "FILE",
     "demand a certificate of the client, of the same authority, and write one there with its key, PEM"},
    {"cert-kind", CHOICE, PLACE(cert_kind), "ecdsa|rsa",
     "keys of the authority, the server and the client: P-256 or RSA 2048"},
    {"cert-fault", CHOICE, PLACE(cert_fault),
     "none|expired|future|wrong-host|untrusted|self-signed|weak|sha1|no-san|ip-only|client-only|not-ca",
     "a certificate that must be refused (weak: RSA 1024; no-san: only a common name; not-ca: made by a certificate "
     "that is none of an authority)"},
    {"san", TEXT, PLACE(san), "LIST", "names and addresses of the certificate, instead of localhost,127.0.0.1,::1"},
    {"intermediate", FLAG, PLACE(intermediate), NULL, "an intermediate authority signs, and is sent along"},
    {"cert-file", TEXT, PLACE(cert_file), "FILE", "certificates to send, PEM, instead of new ones; with --key-file"},
    {"key-file", TEXT, PLACE(key_file), "FILE", "the private key of the first of them, PEM"},
    {"milvus", VERSION, PLACE(version), "[2.4|2.5|2.6|3.0]",
     "be a Milvus server, by default of the newest version: other paths, no clusters, and a key only with --key. 2.4 "
     "knows get_progress alone; 2.6 and 3.0 say 2101 of an unknown job, the others 2100; they alone "
     "have createTime and heed an Idempotency-Key; 3.0 has commit and abort"},
    {"standard-status", FLAG, PLACE(standard_status), NULL,
     "with --milvus: errors come in HTTP 400, 429, 500 and 503, as with proxy.http.standardErrorStatus"},
    {"paths", TEXT, PLACE(paths), "LIST", "the paths of v2 to ask for progress, of getProgress,describe,get_progress"},
    {"key", TEXT, PLACE(key), "KEY", "API key, or user:password, to expect; default: any"},
    {"cluster", TEXT, PLACE(cluster), "ID", "the only cluster there is; default: any"},
    {"db", TEXT, PLACE(db), "NAME", "the only database that may be asked for; 403 for others; default: any"},
    {"project", TEXT, PLACE(project), "ID", "the only project there is; default: any"},
    {"remember", SECONDS, PLACE(remember), "SECONDS",
     "how long an Idempotency-Key counts, a day by default; 0: it is ignored, as by Milvus before 2.6.24 and 3.0.2"},
    {"lenient", FLAG, PLACE(lenient), NULL,
     "accept unknown members and any Content-Type, for clients that are not ours"},
    {"prefix", TEXT, PLACE(prefix), "PATH", "path in front of the service's, such as /gateway"},
    {"any-host", FLAG, PLACE(any_host), NULL, "do not demand the port in the Host field (behind a proxy)"},
    {"duration", SECONDS, PLACE(duration), "SECONDS", "how long a job takes, 10 by default; decimals are fine"},
    {"files", NUMBER, PLACE(files), "N", "files of a job, 4 by default"},
    {"jobs", NUMBER, PLACE(jobs), "N", "made-up jobs in lists, job-listed-00001 and so on; 0 by default"},
    {"list-key", CHOICE, PLACE(list_key), "records|tasks", "what lists call their rows, instead of the dialect's word"},
    {"list-strings", FLAG, PLACE(list_strings), NULL, "lists have their numbers as strings"},
    {"list-no-count", FLAG, PLACE(list_no_count), NULL, "lists do not say how many jobs there are"},
    {"list-no-paging", FLAG, PLACE(list_no_paging), NULL, "every page of a list is the first one"},
    {"last-body", TEXT, PLACE(last_body), "FILE", "write the body of each request there, as it came, before the reply"},
    {"ready-file", TEXT, PLACE(ready_file), "FILE", "write the port there, and LF, once connections are accepted"},
    {"counters", TEXT, PLACE(counters), "FILE",
     "write the counters there, JSON, before the reply to each request and at the end; GET /_counters asks for them "
     "without being counted"},
    {"reply", TEXT, PLACE(reply), "FILE", "answer every request with the bytes of FILE, whatever they are, and close"},
    {"close-after", NUMBER, PLACE(close_after), "N", "close a connection after N requests, without a word"},
    {"announce", FLAG, PLACE(announce), NULL, "--close-after says Connection: close in the last reply"},
    {"head", NUMBER, PLACE(head), "MS",
     "refuse a request head that took longer: 1000 by default as Milvus 2.6 does, 5000 as 3.0 does with --milvus 3.0"},
    {"idle-close", NUMBER, PLACE(idle_close), "MS", "close a kept connection that was idle for so long"},
    {"rude", FLAG, PLACE(rude), NULL, "these closes come without close_notify"},
    {"mute", FLAG, PLACE(mute), NULL, "accept connections, and never say anything"},
    {"seed", NUMBER, PLACE(seed), "N", "for file sizes and garbage, which are the same in every run with one seed"},
    {"max-life", SECONDS, PLACE(max_life), "SECONDS", "end after so long, 600 by default"},
    {"verbose", FLAG, PLACE(verbose), NULL, "a line on stderr for each request"},
};

enum { ROWS = sizeof rows / sizeof rows[0] };

static void print_help(void) {
    size_t i;

    puts("usage: simulator [options]\n"
         "Stands in for the import services: of Zilliz Cloud, v1 and v2, or with --milvus of a server of one's own.\n"
         "The job id chooses what happens; see --help-jobs.\n"
         "Prints 'listening URL' when it is ready. Ends on SIGTERM, SIGINT, and when its parent process has ended.\n");
    for (i = 0; i < ROWS; i++) {
        printf("  --%s%s%s\n        %s\n", rows[i].name, rows[i].value != NULL ? " " : "",
               rows[i].value != NULL ? rows[i].value : "", rows[i].help);
    }
    puts("  --help, --help-jobs");
}

static bool read_number(const char *value, unsigned long *number) {
    char *end;

    if (*value < '0' || *value > '9') {
        return false;
    }
    *number = strtoul(value, &end, 10);
    return *end == '\0';
}

/* Seconds with up to three decimals, in milliseconds. */
static bool read_seconds(const char *value, unsigned long *number) {
    char *end;
    unsigned long unit = 1000;

    if (*value < '0' || *value > '9') {
        return false;
    }
    *number = strtoul(value, &end, 10) * 1000;
    if (*end == '.') {
        for (end++; *end >= '0' && *end <= '9'; end++) {
            unit /= 10;
            *number += (unsigned long)(*end - '0') * unit;
        }
    }
    return *end == '\0';
}

/* Points into the table, so that choices compare as texts. */
static bool read_choice(const char *value, const char *choices) {
    size_t len = strlen(value);

    while (*choices != '\0') {
        size_t choice = strcspn(choices, "|");

        if (choice == len && memcmp(choices, value, len) == 0) {
            return true;
        }
        choices += choice + (choices[choice] == '|');
    }
    return false;
}

static bool take_value(struct options *options, const struct row *row, const char *value) {
    char *place = (char *)options + row->place;

    switch (row->kind) {
    case NUMBER:
        return read_number(value, (unsigned long *)(void *)place);
    case SECONDS:
        return read_seconds(value, (unsigned long *)(void *)place);
    case CHOICE:
        *(const char **)(void *)place = value;
        return read_choice(value, row->value);
    case TEXT:
        *(const char **)(void *)place = value;
        return true;
    case VERSION:
    case FLAG:
    default:
        return false;
    }
}

static const struct row *find_row(const char *arg) {
    size_t i;

    for (i = 0; i < ROWS; i++) {
        if (strncmp(arg, "--", 2) == 0 && strcmp(arg + 2, rows[i].name) == 0) {
            return &rows[i];
        }
    }
    return NULL;
}

static void set_defaults(struct options *options) {
    memset(options, 0, sizeof *options);
    options->listen = "both";
    options->tls_min = "1.2";
    options->tls_max = "1.3";
    options->record = 16384;
    options->cert_kind = "ecdsa";
    options->cert_fault = "none";
    options->san = "localhost,127.0.0.1,::1";
    options->prefix = "";
    options->version = "3.0";
    options->duration = 10000;
    options->files = 4;
    options->remember = 86400000;
    options->seed = 1;
    options->max_life = 600000;
}

static int refuse(const char *arg, const char *why) {
    fprintf(stderr, "simulator: %s: %s (see --help)\n", arg, why);
    return 2;
}

static int check(const struct options *options) {
    if (options->port > 65535) {
        return refuse("--port", "above 65535");
    }
    if (options->files < 1 || options->files > 10000) {
        return refuse("--files", "must be 1 to 10000");
    }
    if (options->record < 1) {
        return refuse("--record", "must be at least 1");
    }
    if (strcmp(options->tls_min, options->tls_max) > 0) {
        return refuse("--tls-min", "above --tls-max");
    }
    if ((options->cert_file == NULL) != (options->key_file == NULL)) {
        return refuse("--cert-file", "goes with --key-file");
    }
    return -1;
}

/* What servers of that version allow (api.md 9, transport). */
static void set_times(struct options *options) {
    bool new = options->milvus &&strcmp(options->version, "3.0") >= 0;

    if (options->head == 0) {
        options->head = new ? 5000 : 1000;
    }
    if (options->idle_close == 0 && new) {
        options->idle_close = 300000;
    }
}

int options_read(struct options *options, int argc, char **argv) {
    int i;

    set_defaults(options);
    for (i = 1; i < argc; i++) {
        const struct row *row = find_row(argv[i]);

        if (strcmp(argv[i], "--help") == 0) {
            print_help();
            return 0;
        }
        if (strcmp(argv[i], "--help-jobs") == 0) {
            print_jobs();
            return 0;
        }
        if (row == NULL) {
            return refuse(argv[i], "no such option");
        }
        if (row->kind == VERSION) {
            options->milvus = true;
            if (i + 1 < argc && read_choice(argv[i + 1], "2.4|2.5|2.6|3.0")) {
                options->version = argv[++i];
            }
        } else if (row->kind == FLAG) {
            *(bool *)(void *)((char *)options + row->place) = true;
        } else if (i + 1 >= argc) {
            return refuse(argv[i], "needs a value");
        } else if (!take_value(options, row, argv[++i])) {
            return refuse(argv[i - 1], "not a value for it");
        }
    }
    set_times(options);
    return check(options);
}
