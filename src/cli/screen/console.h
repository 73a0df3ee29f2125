/* SPDX-License-Identifier: Apache-2.0 */
/* Standard output and error, and the drawing in the last lines of a terminal. */
#ifndef ZIMPORT_CLI_SCREEN_CONSOLE_H
#define ZIMPORT_CLI_SCREEN_CONSOLE_H

#include "cli/settings/options.h"

/* Call first. Fills descriptors that the caller closed, so that no file or connection becomes standard output; ignores
 * SIGPIPE. False: open nothing. */
bool console_init(void);

void console_configure(const options *given);

/* For results, and for everything else. Both remove the drawing. */
out *console_out(void);
out *console_err(void);

/* Begin a line on stderr: `zimport: `, and for a note `zimport: note: `; NULL: -q. */
out *console_error(void);
out *console_note(void);

/* A whole note. */
void console_note_text(const char *words);

void console_end_line(out *to);

/* Flushes the results. False: some are lost, which has been reported (unless nobody reads any more). */
bool console_finish(void);

/* Results were lost: going on is pointless. */
bool console_broken(void);

/* Whether a bar can be drawn, and has colours; what it is drawn with. */
bool console_has_terminal(void);
bool console_color_err(void);
bool console_unicode(void);

typedef struct console_size {
    unsigned columns;
    unsigned rows;
} console_size;

/* Of the terminal that is drawn on. */
console_size console_measure(void);

/* From now on the drawing is on standard output, if that is a terminal that can be drawn on, and stays there when
 * something else is written. False: it is none. */
bool console_draw_results(void);

/* Removes the drawing. Needed before one with fewer lines, and when the terminal's size changes, since terminals
 * remember which rows they wrapped. */
void console_clear(void);

/* Leaves it where it is: what follows stands below. */
void console_keep(void);

/* Replaces the drawing. Write its first line to the result; end each line with _next, but the last with _end and no
 * line end. All must fit into the terminal. `width`: columns of a line, to find the beginning after the
 * terminal became narrower. */
out *console_draw(void);
void console_draw_next(size_t width);
void console_draw_end(size_t width);

#endif
