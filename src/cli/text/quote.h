/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writes untrusted texts: from the server, and ids and paths of the command line. Each function writes the inside of a
 * value. Secrets are masked wherever a text repeats them.
 */
#ifndef ZIMPORT_CLI_TEXT_QUOTE_H
#define ZIMPORT_CLI_TEXT_QUOTE_H

#include "cli/text/out.h"

typedef void (*quote_function)(out *to, zimport_view text);

/* Inside of a JSON string; whatever is not UTF-8 becomes U+FFFD, so that the result always is. On a terminal what could
 * drive it is escaped. */
void quote_json(out *to, zimport_view text);

/* For terminals and log files: replaced are controls (C0, DEL, C1, the line end too), characters that are not seen,
 * such as those that turn the direction of writing, what is not UTF-8, and for a terminal that does not know UTF-8
 * whatever has a byte from 0x80 to 0x9F in it. */
void quote_plain(out *to, zimport_view text);

/* Inside of an RFC 4180 field in double quotes: as quote_plain, quotes doubled; but for the last, only on a terminal.
 */
void quote_csv(out *to, zimport_view text);

/* Inside of single quotes for a POSIX shell. NUL is dropped, since no shell can hold it. On a terminal as quote_plain.
 */
void quote_shell(out *to, zimport_view text);

/* The mark in place of what quote_plain does not write: U+FFFD if the terminal knows it, else `?`, as at the start. */
void quote_set_unicode(bool unicode);

/* Whether results go to a terminal; not at the start. */
void quote_set_terminal(bool terminal);

/* The key to be masked from now on. Its memory is the caller's. Keys below QUOTE_SECRET_MIN bytes are no secret and
 * would tear every text to pieces. */
#define QUOTE_SECRET_MIN 4
void quote_set_secret(zimport_view secret);

/* Others beside it: QUOTE_SECRETS in all. An object store has three, a proxy's user and password three forms. */
#define QUOTE_SECRETS 7
void quote_add_secret(zimport_view secret);

/* Writes a text with `quote`, and `***` where it repeats the key. `cut`: the text goes on, so that also the beginning
 * of the key at its end is masked. */
void quote_masked(out *to, zimport_view text, bool cut, quote_function quote);

/* At most `most` bytes of a masked text, for error lines; `...` stands for the rest. */
void quote_short(out *to, zimport_view text, bool cut, size_t most);

/* The next character of a text that is not empty: its code point and how many bytes it has; -1 and 1 byte where that
 * is no UTF-8 (RFC 3629). */
int32_t utf8_next(zimport_view text, size_t *size);

#endif
