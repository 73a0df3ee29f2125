/* SPDX-License-Identifier: Apache-2.0 */
/* Lines of words of any length, with comments after a #. */
#include "internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

typedef struct word_file {
    int fd;    /* -1: none */
    int error; /* errno, if there is one that cannot be read; it is empty then */
    const uint8_t *next, *end;
    unsigned place; /* of the word in its line, from 0 */
    unsigned next_place;
    bool comment;
    bool strict;                   /* white space at the start of a line is an empty first word */
    char word[ZIMPORT_POSIX_WORD]; /* as much as fits, which is more than any name has; ends with NUL */
    uint8_t bytes[256];
} word_file;

static void words_open(word_file *words, const char *path, bool strict) {
    words->fd = open(path, O_RDONLY | O_CLOEXEC);
    words->error = words->fd < 0 && errno != ENOENT ? errno : 0;
    words->next = words->end = words->bytes;
    words->next_place = 0;
    words->comment = false;
    words->strict = strict;
}

/* -1: the end. */
static int next_byte(word_file *words) {
    if (words->next == words->end && words->fd >= 0) {
        ssize_t got;
        do {
            got = read(words->fd, words->bytes, sizeof words->bytes);
        } while (got < 0 && errno == EINTR);
        words->error = got < 0 ? errno : words->error;
        words->next = words->bytes;
        words->end = words->bytes + (got > 0 ? got : 0);
    }
    return words->next < words->end ? *words->next++ : -1;
}

/* False at the end, where it closes the file. */
static bool words_next(word_file *words) {
    unsigned size = 0;
    bool counts;

    for (;;) {
        int byte = next_byte(words);
        words->comment = byte != '\n' && (words->comment || byte == '#');
        if (byte > ' ' && !words->comment) {
            if (size < sizeof words->word - 1) {
                words->word[size++] = (char)byte;
            }
            continue;
        }
        words->word[size] = '\0';
        words->place = words->next_place;
        counts = size > 0 || (words->strict && words->place == 0 && byte != '\n');
        words->next_place = byte == '\n' ? 0 : words->next_place + counts;
        if (counts) {
            return true;
        }
        if (byte < 0) {
            if (words->fd >= 0) {
                (void)close(words->fd);
            }
            return false;
        }
    }
}

bool zimport_posix_hosts(zimport_tcp *tcp, const char *host, int *error) {
    zimport_posix_address address;
    word_file words;
    bool usable = false;
    bool found = false;

    words_open(&words, "/etc/hosts", false);
    while (words_next(&words)) {
        if (words.place == 0) {
            usable = zimport_posix_address_parse(&address, words.word);
            /* As in the C library, a name of ::1 has 127.0.0.1, too. */
            if (tcp->family == ZIMPORT_POSIX_IPV4 &&
                memcmp(address.bytes, zimport_posix_loopback[0].bytes, sizeof address.bytes) == 0) {
                address = zimport_posix_loopback[1];
            }
        } else if (usable && zimport_view_is_nocase(zimport_view_of(words.word), host)) {
            zimport_posix_address_add(tcp, &address);
            usable = false; /* once is enough */
            found = true;
        }
    }
    *error = words.error;
    return found;
}

/* NULL if the text has another prefix. */
static const char *behind(const char *text, const char *prefix) {
    size_t size = strlen(prefix);

    return strncmp(text, prefix, size) == 0 ? text + size : NULL;
}

/* From NAME and a number; else `value` stays. */
static void read_option(const char *word, const char *name, unsigned most, unsigned *value) {
    const char *number = behind(word, name);

    if (number != NULL) {
        *value = zimport_posix_number(number, most);
    }
}

static void read_options(zimport_posix_conf *conf, const char *word) {
    static const char flags[][16] = {"rotate", "use-vc", "single-request", "no-aaaa", "no-tld-query"};

    read_option(word, "ndots:", 15, &conf->ndots);
    read_option(word, "timeout:", 60, &conf->timeout);
    read_option(word, "attempts:", 10, &conf->attempts);
    for (unsigned i = 0; i < sizeof flags / sizeof *flags; i++) {
        conf->flags |= behind(word, flags[i]) != NULL ? 1U << i : 0;
    }
}

static void read_server(zimport_posix_conf *conf, const char *word) {
    if (conf->server_count < ZIMPORT_POSIX_SERVERS &&
        zimport_posix_address_parse(&conf->servers[conf->server_count], word)) {
        conf->server_count++;
    }
}

static void forget_domains(zimport_posix_conf *conf) {
    conf->domain_count = 0;
    conf->domain[0] = '\0';
}

static void read_domain(zimport_posix_conf *conf, const char *word, unsigned wanted) {
    if (conf->domain_count++ == wanted) {
        memcpy(conf->domain, word, strlen(word) + 1); /* at most a word, or a machine's name */
    }
}

/* Lines that begin with a keyword; or only words, as after the keyword whose first letter is `kind`. */
static void read_words(zimport_posix_conf *conf, word_file *words, char kind, unsigned wanted) {
    static const char keywords[][11] = {"nameserver", "search", "domain", "options"};

    while (words_next(words)) {
        if (words->place == 0) {
            kind = '\0';
            for (unsigned i = 0; i < sizeof keywords / sizeof *keywords; i++) {
                kind = strcmp(words->word, keywords[i]) == 0 ? *keywords[i] : kind;
            }
        } else if (kind == 's' || (kind == 'd' && words->place == 1)) {
            if (words->place == 1) { /* the last such line counts */
                forget_domains(conf);
            }
            read_domain(conf, words->word, wanted);
        } else if (kind == 'n' && words->place == 1) {
            read_server(conf, words->word);
        } else if (kind == 'o') {
            read_options(conf, words->word);
        }
    }
}

/* Read like words of the file. False: it is not set. */
static bool read_variable(zimport_posix_conf *conf, word_file *words, const char *name, char kind, unsigned wanted) {
    const char *text = getenv(name);

    if (text == NULL) {
        return false;
    }
    if (kind == 's') {
        forget_domains(conf);
    }
    words->fd = -1;
    words->next = (const uint8_t *)text;
    words->end = words->next + strlen(text);
    words->next_place = 1;
    words->comment = false;
    read_words(conf, words, kind, wanted);
    return true;
}

/* Without domains: that of this machine's own name. */
static void read_own_domain(zimport_posix_conf *conf, unsigned wanted) {
    struct utsname names;
    const char *dot;

    if (conf->domain_count > 0 || uname(&names) < 0 || (dot = strchr(names.nodename, '.')) == NULL) {
        return;
    }
    read_domain(conf, dot + 1, wanted);
}

void zimport_posix_conf_read(zimport_posix_conf *conf, unsigned wanted) {
    word_file words;

    *conf = (zimport_posix_conf){.ndots = 1, .timeout = 2, .attempts = 2};
    words_open(&words, "/etc/resolv.conf", true);
    read_words(conf, &words, '\0', wanted);
    conf->error = words.error;
    if (conf->server_count == 0) {
        read_server(conf, "127.0.0.1");
    }
    if (!read_variable(conf, &words, "LOCALDOMAIN", 's', wanted)) {
        read_own_domain(conf, wanted);
    }
    (void)read_variable(conf, &words, "RES_OPTIONS", 'o', wanted);
}
