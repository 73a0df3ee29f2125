/* SPDX-License-Identifier: Apache-2.0 */
/* The files that say what names are, and whom to ask: lines of words, of any length, with comments behind a #. */
#include "internal.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

/* A file while its words are read. */
typedef struct word_file {
    int fd;
    unsigned at;
    unsigned size;
    unsigned place; /* of the word in its line, from 0 on */
    unsigned next_place;
    bool comment;
    char word[ZIMPORT_POSIX_WORD]; /* as much of it as fits, which is more than a name can have; ends with NUL */
    uint8_t bytes[256];
} word_file;

static void words_open(word_file *words, const char *path) {
    words->fd = open(path, O_RDONLY | O_CLOEXEC);
    words->at = 0;
    words->size = 0;
    words->next_place = 0;
    words->comment = false;
}

/* -1 at the end; a file that cannot be read is empty. */
static int next_byte(word_file *words) {
    if (words->at == words->size) {
        ssize_t got = words->fd >= 0 ? read(words->fd, words->bytes, sizeof words->bytes) : 0;
        words->at = 0;
        words->size = got > 0 ? (unsigned)got : 0;
    }
    return words->at < words->size ? words->bytes[words->at++] : -1;
}

/* False at the end, at which the file is closed. */
static bool words_next(word_file *words) {
    unsigned size = 0;

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
        words->next_place = byte == '\n' ? 0 : words->next_place + (size > 0);
        if (size > 0) {
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

static bool is_word(const word_file *words, const char *text) {
    return zimport_view_is_nocase(zimport_view_of(words->word), text);
}

bool zimport_posix_hosts(zimport_tcp *tcp, const char *host) {
    zimport_posix_address address;
    word_file words;
    bool usable = false;
    bool found = false;

    words_open(&words, "/etc/hosts");
    while (words_next(&words)) {
        if (words.place == 0) {
            usable = zimport_posix_address_parse(&address, words.word);
        } else if (usable && is_word(&words, host)) {
            zimport_posix_address_add(tcp, &address);
            usable = false; /* once is enough */
            found = true;
        }
    }
    return found;
}

/* Sets `value` if the word is NAME and a number behind it. */
static void read_option(const char *word, const char *name, unsigned most, unsigned *value) {
    while (*name != '\0') {
        if (*word++ != *name++) {
            return;
        }
    }
    *value = zimport_posix_number(word, most);
}

static void read_options(zimport_posix_conf *conf, const char *word) {
    read_option(word, "ndots:", 15, &conf->ndots);
    read_option(word, "timeout:", 60, &conf->timeout);
    read_option(word, "attempts:", 10, &conf->attempts);
}

static void read_server(zimport_posix_conf *conf, const char *word) {
    if (conf->server_count < ZIMPORT_POSIX_SERVERS &&
        zimport_posix_address_parse(&conf->servers[conf->server_count], word)) {
        conf->server_count++;
    }
}

static void read_domain(zimport_posix_conf *conf, const char *word, unsigned wanted) {
    if (conf->domain_count < ZIMPORT_POSIX_DOMAINS && conf->domain_count++ == wanted) {
        memcpy(conf->domain, word, sizeof conf->domain);
    }
}

void zimport_posix_conf_read(zimport_posix_conf *conf, unsigned wanted) {
    word_file words;
    char kind = '\0';

    *conf = (zimport_posix_conf){.ndots = 1, .timeout = 2, .attempts = 2};
    words_open(&words, "/etc/resolv.conf");
    while (words_next(&words)) {
        if (words.place == 0) {
            bool domains = is_word(&words, "search") || is_word(&words, "domain");
            kind = domains ? 'd' : is_word(&words, "nameserver") ? 'n' : is_word(&words, "options") ? 'o' : '\0';
            if (domains) { /* the last such line counts */
                conf->domain_count = 0;
                conf->domain[0] = '\0';
            }
        } else if (kind == 'd') {
            read_domain(conf, words.word, wanted);
        } else if (kind == 'n' && words.place == 1) {
            read_server(conf, words.word);
        } else if (kind == 'o') {
            read_options(conf, words.word);
        }
    }
    if (conf->server_count == 0) {
        read_server(conf, "127.0.0.1");
    }
}
