/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/screen/console.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cli/text/environment.h"
#include "cli/text/errors.h"
#include "cli/text/quote.h"
#include "cli/text/style.h"

/* Lines of a drawing; no terminal is taken to have more. */
#define DRAWN_MOST 256

static char out_memory[8192];
static char err_memory[4096];
static out_file out_fd = {.fd = STDOUT_FILENO};
static out_file err_fd = {.fd = STDERR_FILENO};
static out standard_out = {out_memory, sizeof out_memory, 0, out_to_file, &out_fd, false};
static out standard_err = {err_memory, sizeof err_memory, 0, out_to_file, &err_fd, false};

static struct {
    bool quiet;
    bool color_err;
    bool unicode;
    size_t shown;                /* lines that are drawn; the cursor is in the last of them */
    size_t drawn;                /* lines of the drawing at hand */
    uint16_t widths[DRAWN_MOST]; /* columns of each */
} console;

/* Where the drawing is. */
static out *drawing = &standard_err;

/* Opened in the wrong direction, so that reading or writing still fails. Without /dev/null, a pipe's end will do. */
static bool fill(int fd, int flags) {
    int ends[2];

    if (fcntl(fd, F_GETFD) >= 0 || open("/dev/null", flags) >= 0) {
        return true;
    }
    if (pipe(ends) != 0) {
        return false;
    }
    /* ends[0] is fd, since that is the lowest. */
    if (flags == O_WRONLY) {
        (void)dup2(ends[1], fd);
    }
    (void)close(ends[1]);
    return true;
}

static bool says_utf8(const char *locale) {
    for (; *locale; locale++) {
        zimport_view rest = zimport_view_of(locale);

        if (zimport_view_is_nocase((zimport_view){locale, rest.size < 5 ? rest.size : 5}, "utf-8") ||
            zimport_view_is_nocase((zimport_view){locale, rest.size < 4 ? rest.size : 4}, "utf8")) {
            return true;
        }
    }
    return false;
}

static bool locale_is_utf8(void) {
    static const char *const names[] = {"LC_ALL", "LC_CTYPE", "LANG"};

    for (size_t i = 0; i < 3; i++) {
        const char *locale = environment_get(names[i]);

        if (locale) {
            return says_utf8(locale);
        }
    }
    return false;
}

bool console_init(void) {
    if (!fill(STDIN_FILENO, O_WRONLY) || !fill(STDOUT_FILENO, O_RDONLY) || !fill(STDERR_FILENO, O_RDONLY)) {
        return false;
    }
    (void)signal(SIGPIPE, SIG_IGN); /* a reader that has gone shows in write(2), */
    (void)signal(SIGXFSZ, SIG_IGN); /* and so does a file that may not grow */
    console.unicode = locale_is_utf8();
    quote_set_unicode(console.unicode);
    quote_set_terminal(isatty(STDOUT_FILENO));
    return true;
}

static bool is_dumb(void) {
    const char *terminal = environment_get("TERM");

    return !terminal || strcmp(terminal, "dumb") == 0;
}

static bool wants_color(int mode, int fd) {
    if (mode != COLOR_AUTO) {
        return mode == COLOR_ALWAYS;
    }
    return isatty(fd) && !is_dumb() && !environment_get("NO_COLOR");
}

static console_size measure(int fd) {
    struct winsize size;
    bool known = ioctl(fd, TIOCGWINSZ, &size) == 0;

    return (console_size){.columns = known && size.ws_col > 0 ? size.ws_col : 80,
                          .rows = known && size.ws_row > 0 ? size.ws_row : 24};
}

void console_configure(const options *given) {
    console.quiet = given->quiet;
    style_colors = wants_color(given->color, STDOUT_FILENO);
    style_columns = isatty(STDOUT_FILENO) ? measure(STDOUT_FILENO).columns - 1 : 0;
    console.color_err = wants_color(given->color, STDERR_FILENO);
}

static size_t rows(size_t width, unsigned columns) {
    return width > columns ? (width - 1) / columns + 1 : 1;
}

/* To the first row of the drawing. Nearly every terminal that has become narrower has wrapped its lines anew. Returns
 * how many it has. */
static size_t go_to_top(void) {
    unsigned columns = console_measure().columns;
    size_t up = 0;

    for (size_t i = 0; i < console.shown; i++) {
        up += rows(console.widths[i], columns);
    }
    out_byte(drawing, '\r');
    if (up > 1) {
        out_text(drawing, "\033[");
        out_number(drawing, up - 1);
        out_byte(drawing, 'A');
    }
    return up;
}

void console_clear(void) {
    if ((BUILT_BARS || BUILT_TABLE) && console.shown > 0) {
        out_text(drawing, go_to_top() > 1 ? "\033[J" : "\033[K");
        out_flush(drawing);
        console.shown = 0;
    }
}

void console_keep(void) {
    if ((BUILT_BARS || BUILT_TABLE) && console.shown > 0) {
        console_end_line(drawing);
        console.shown = 0;
    }
}

/* Before anything else is written. */
static void set_aside(void) {
    if (BUILT_TABLE && drawing == &standard_out) {
        console_keep();
    }
    console_clear();
}

bool console_draw_results(void) {
    bool good = isatty(STDOUT_FILENO) && !is_dumb();

    drawing = good ? &standard_out : drawing;
    return good;
}

out *console_out(void) {
    set_aside();
    return &standard_out;
}

out *console_err(void) {
    set_aside();
    return &standard_err;
}

out *console_error(void) {
    out *to = console_err();

    out_text(to, "zimport: ");
    return to;
}

out *console_note(void) {
    out *to;

    if (console.quiet) {
        return NULL;
    }
    to = console_error();
    out_text(to, "note: ");
    return to;
}

void console_note_text(const char *words) {
    out *to = console_note();

    if (to) {
        out_text(to, words);
        console_end_line(to);
    }
}

void console_end_line(out *to) {
    out_byte(to, '\n');
    out_flush(to);
}

bool console_broken(void) {
    return standard_out.failed;
}

bool console_finish(void) {
    out *error;

    set_aside();
    if (out_flush(&standard_out)) {
        return true;
    }
    if (out_fd.error != EPIPE) {
        error = console_error();
        out_text(error, "writing the results: cannot write to standard output: ");
        out_text(error, error_words(out_fd.error));
        console_end_line(error);
    }
    return false;
}

bool console_has_terminal(void) {
    return isatty(STDERR_FILENO) && !is_dumb();
}

bool console_color_err(void) {
    return console.color_err;
}

bool console_unicode(void) {
    return console.unicode;
}

console_size console_measure(void) {
    console_size size = measure(((out_file *)drawing->context)->fd);

    size.rows = size.rows < DRAWN_MOST ? size.rows : DRAWN_MOST;
    return size;
}

out *console_draw(void) {
    (void)go_to_top();
    console.drawn = 0;
    return drawing;
}

void console_draw_next(size_t width) {
    out_text(drawing, "\033[K\n");
    console.widths[console.drawn++] = (uint16_t)width;
}

void console_draw_end(size_t width) {
    out_text(drawing, drawing == &standard_err ? "\033[K" : "\033[J");
    out_flush(drawing);
    console.widths[console.drawn++] = (uint16_t)width;
    console.shown = console.drawn;
}
