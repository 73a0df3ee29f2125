/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/settings/config.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/settings/choose.h"
#include "cli/text/environment.h"
#include "cli/text/errors.h"
#include "cli/text/quote.h"
#include "cli/text/unseen.h"

#define CONFIG_MOST 16384
#define PATH_MOST 1024

/* The file's text; one byte more shows that it is longer. */
static char memory[CONFIG_MOST + 2];

typedef struct reader {
    options *given;
    options nowhere; /* takes what does not count, so that it is checked all the same */
    out *error;
    unsigned line;
    bool in_section;
    bool in_profile; /* the one that was asked for */
    bool found;
} reader;

static void say_file(out *to, const char *path) {
    quote_short(to, zimport_view_of(path), false, 200);
    out_text(to, ": ");
}

static bool refuse(out *error, const char *path, const char *words) {
    say_file(error, path);
    out_text(error, words);
    return false;
}

static bool refuse_line(const reader *r, const char *words) {
    quote_short(r->error, zimport_view_of(r->given->config), false, 200);
    out_byte(r->error, ':');
    out_number(r->error, r->line);
    out_text(r->error, ": ");
    out_text(r->error, words);
    return false;
}

/* Without blanks at either end. */
static char *trim(char *text) {
    size_t size;

    text += strspn(text, " \t\r");
    size = strlen(text);
    while (size > 0 && strchr(" \t\r", text[size - 1])) {
        size--;
    }
    text[size] = '\0';
    return text;
}

/* Flags, and what says which jobs or files, are of one run. */
bool config_allows(const option *o) {
    bool lasting = o->group == GROUP_WHERE || o->group == GROUP_CONNECTION;

    if (!o->name || o->where == offsetof(options, profile)) {
        return false;
    }
    if (!o->value) {
        return lasting;
    }
    return o->group != GROUP_LIST && (o->group != GROUP_START || strcmp(o->value, "FILE") == 0);
}

/* Following, too, needs a command that follows, a collection with `wait` needs --all, and some options, as some
 * formats, are for others. */
static bool counts(const reader *r, const option *o) {
    const options *given = r->given;
    options_level old = (options_level)given->levels[o - option_table];
    bool follows = given->verb == FOR_WAIT || given->wait || given->watch;
    bool needs_more = o->group == GROUP_FOLLOWING ||
                      (BUILT_WRITE && given->verb == FOR_START && o->where == offsetof(options, writes));
    bool idle = BUILT_WAIT_ALL && given->verb == FOR_WAIT && !given->all && o->where == offsetof(options, collection);

    return (o->verbs & given->verb) && !idle && (!r->in_section || r->in_profile) && old != LEVEL_OPTION &&
           (!needs_more || follows) && !(o->otherwise && environment_get(o->otherwise));
}

static bool take_value(reader *r, char *text, char *equals) {
    const option *o;
    bool suits;
    int which;

    *equals = '\0';
    text = trim(text);
    o = options_find(zimport_view_of(text));
    if (!o) {
        refuse_line(r, "there is no option ");
        unseen_show(r->error, "'", zimport_view_of(text), UNSEEN_ID);
        if (BUILT_SUGGESTIONS) {
            options_suggest(r->error, zimport_view_of(text), FOR_ASKING, "");
        }
        return false;
    }
    if (!config_allows(o)) {
        refuse_line(r, text);
        out_text(r->error, " is for one run, not for a file");
        return false;
    }
    equals = trim(equals + 1);
    suits =
        o->kind != OPTION_CHOICE || options_choose(options_words(o, r->given->verb), zimport_view_of(equals), &which);
    return options_store(counts(r, o) && suits ? r->given : &r->nowhere, o, equals,
                         r->in_profile ? LEVEL_PROFILE : LEVEL_FILE, r->line, r->error);
}

/* A comment begins the line, or has a blank in front. */
static void cut_comment(char *text) {
    for (char *at = text; (at = strchr(at, '#')) != NULL; at++) {
        if (at == text || at[-1] == ' ' || at[-1] == '\t') {
            *at = '\0';
            return;
        }
    }
}

static bool take_line(reader *r, char *text) {
    char *end;

    cut_comment(text);
    text = trim(text);
    end = text + strlen(text);
    if (*text == '\0') {
        return true;
    }
    if (*text == '[' && end[-1] == ']') {
        end[-1] = '\0';
        r->in_section = true;
        r->in_profile = r->given->profile && strcmp(trim(text + 1), r->given->profile) == 0;
        r->found = r->found || r->in_profile;
        return true;
    }
    end = strchr(text, '=');
    return end ? take_value(r, text, end) : refuse_line(r, "expects name = value, [profile] or # comment");
}

static bool take_lines(reader *r) {
    for (char *at = memory; at;) {
        char *end = strchr(at, '\n');

        if (end) {
            *end++ = '\0';
        }
        r->line++;
        if (!take_line(r, at)) {
            return false;
        }
        at = end;
    }
    return true;
}

static bool read_file(int fd, const char *path, out *error) {
    struct stat about;
    size_t size = 0;
    ssize_t n = 1;

    /* Only opening a FIFO must not wait for a writer. */
    if (fcntl(fd, F_SETFL, 0) != 0 || fstat(fd, &about) != 0) {
        return refuse(error, path, error_words(errno));
    }
    if (S_ISREG(about.st_mode) &&
        ((about.st_mode & (S_IWGRP | S_IWOTH)) || (about.st_uid && about.st_uid != geteuid()))) {
        return refuse(error, path, "others can write this file; give it to yourself or root, and chmod go-w");
    }
    while (size <= CONFIG_MOST && n != 0) {
        n = read(fd, memory + size, CONFIG_MOST + 1 - size);
        if (n < 0 && errno != EINTR) {
            return refuse(error, path, error_words(errno));
        }
        size += n > 0 ? (size_t)n : 0;
    }
    memory[size] = '\0';
    if (size > CONFIG_MOST || strlen(memory) < size) {
        return refuse(error, path, "this is no configuration file, which has at most 16384 bytes of text");
    }
    return true;
}

/* Opens the first one that exists; its path, or NULL. -1 and a path: it cannot be opened. */
static const char *find(int *fd, out *note) {
    static char path[PATH_MOST];
    const char *named = environment_get("ZIMPORT_CONFIG");
    const char *home = environment_get("XDG_CONFIG_HOME");
    const char *places[] = {named, path, "/etc/zimport.conf"};
    const char *below = "/zimport/config";
    out to = {.data = path, .capacity = sizeof path - 1};

    if (!home || *home != '/') {
        home = environment_get("HOME");
        below = "/.config/zimport/config";
    }
    out_text(&to, home ? home : "");
    out_text(&to, home ? below : "");
    path[to.failed ? 0 : to.size] = '\0';
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        struct stat about;

        if (places[i] && *places[i]) {
            *fd = open(places[i], O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
            if (*fd >= 0 || stat(places[i], &about) == 0) {
                return places[i];
            }
            if (i == 0) {
                say_file(note, named);
                out_text(note, error_words(errno));
                out_text(note, "; ZIMPORT_CONFIG is ignored");
            }
        }
    }
    return NULL;
}

static bool refuse_profile(const options *given, out *error) {
    if (given->config) {
        say_file(error, given->config);
    }
    out_text(error, given->config ? "there is no section " : "no configuration file, and so no profile ");
    unseen_show(error, "'", zimport_view_of(given->profile), UNSEEN_ID);
    return false;
}

bool config_read(options *given, out *error, out *note) {
    static reader r;
    int fd = -1;
    const char *source;
    bool good;

    given->profile = settings_choose(given, &given->profile, &source);
    given->config = find(&fd, note);
    r = (reader){.given = given, .error = error};
    if (given->config) {
        r.nowhere.config = given->config;
        good = fd >= 0 ? read_file(fd, given->config, error) : refuse(error, given->config, error_words(errno));
        if (fd >= 0) {
            close(fd);
        }
        if (!good || !take_lines(&r)) {
            return false;
        }
    }
    return !given->profile || r.found || refuse_profile(given, error);
}
