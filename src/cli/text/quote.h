/* SPDX-License-Identifier: Apache-2.0 */
/* Writes untrusted texts: the server's, and ids and paths of the command line. Each function writes the inside of a
 * value. Secrets are masked. */
#ifndef ZIMPORT_CLI_TEXT_QUOTE_H
#define ZIMPORT_CLI_TEXT_QUOTE_H

#include "cli/text/out.h"

typedef void (*quote_function)(out *to, zimport_view text);

/* Inside a JSON string: always UTF-8, with U+FFFD for what was not. On a terminal, what could drive it is escaped. */
void quote_json(out *to, zimport_view text);

/* For terminals and logs. Replaces controls (C0, DEL, C1, line ends), invisible characters such as direction marks,
 * what is not UTF-8, and for a terminal without UTF-8 whatever has a byte from 0x80 to 0x9F. */
void quote_plain(out *to, zimport_view text);

/* Inside an RFC 4180 field in double quotes: quotes doubled, else as quote_plain; bytes from 0x80 to 0x9F only on a
 * terminal. */
void quote_csv(out *to, zimport_view text);

/* Inside single quotes of a POSIX shell, without NUL, which no shell can hold. On a terminal as quote_plain. */
void quote_shell(out *to, zimport_view text);

/* In an HTML page, inside an element or a quoted attribute: always UTF-8, invisible characters replaced as well. */
void quote_html(out *to, zimport_view text);

/* Inside a label of the Prometheus text format, the same. */
void quote_prom(out *to, zimport_view text);

/* The replacement mark: U+FFFD, or `?` (the default). */
void quote_set_unicode(bool unicode);

/* Results go to a terminal; off by default. */
void quote_set_terminal(bool terminal);

/* The key to mask, in the caller's memory. One shorter than QUOTE_SECRET_MIN bytes would tear every text to pieces. */
#define QUOTE_SECRET_MIN 4
void quote_set_secret(zimport_view secret);

/* The most others: an object store has three, a proxy's user and password three forms. */
#define QUOTE_SECRETS 7
void quote_add_secret(zimport_view secret);

/* `***` stands for the key. `cut`: the text goes on, so that the beginning of the key at its end is masked too. */
void quote_masked(out *to, zimport_view text, bool cut, quote_function quote);

/* At most `most` bytes, then `...`; for error lines. */
void quote_most(out *to, zimport_view text, bool cut, size_t most, quote_function quote);
void quote_short(out *to, zimport_view text, bool cut, size_t most);

/* The code point and size of the next character; -1 and 1 if it is not UTF-8 (RFC 3629). The text is not empty. */
int32_t utf8_next(zimport_view text, size_t *size);

#endif
