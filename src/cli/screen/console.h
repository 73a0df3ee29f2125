/* SPDX-License-Identifier: Apache-2.0 */
/* Standard output and error, and the drawing in the last lines of a terminal. */
#ifndef ZIMPORT_CLI_SCREEN_CONSOLE_H
#define ZIMPORT_CLI_SCREEN_CONSOLE_H

#include "cli/settings/options.h"

/* First of all: descriptors that the caller closed are filled, so that no file or connection ends up as standard
 * output, and SIGPIPE is ignored. False: they cannot be, and nothing is to be opened. */
bool console_init(void);

/* Applies the options about colours and notes. */
void console_configure(const options *given);

/* Where results go, and where everything else goes. Both take the drawing away. */
out *console_out(void);
out *console_err(void);

/* Begin a line on stderr: `zimport: `, and for a note `zimport: note: `; NULL where -q wants no notes. */
out *console_error(void);
out *console_note(void);

/* Ends a line, and writes it. */
void console_end_line(out *to);

/* Writes what is left of the results. False: some of them are lost, and the line that says why is written (unless
 * nobody reads any more). */
bool console_finish(void);

/* Whether results were lost already, so that going on is pointless. */
bool console_broken(void);

/* Whether a bar can be drawn, and the colours of the two. */
bool console_has_terminal(void);
bool console_color_out(void);
bool console_color_err(void);
bool console_unicode(void);

/* The terminal, as it is now. */
typedef struct console_size {
    unsigned columns;
    unsigned rows;
} console_size;

console_size console_measure(void);

/* Takes the drawing away: also where the next one has fewer lines, and when the terminal has another size, since
 * terminals remember which rows they have wrapped. */
void console_clear(void);

/* Begins a drawing in place of the one before. What is written to the result is its first line; each line but the last
 * is ended by _next, and the last by _end, without a line end. All of them must fit into the terminal. `width`: columns
 * of the line, the same for all but the last, to find its beginning when the terminal has become narrower. */
out *console_draw(void);
void console_draw_next(size_t width);
void console_draw_end(size_t width);

#endif
