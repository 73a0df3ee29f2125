/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZIMPORT_CLI_TEXT_ERRORS_H
#define ZIMPORT_CLI_TEXT_ERRORS_H

/* What strerror says of those errors that files and connections have, and `error N` of any other, until the next call.
 * 1.3 KB less of the program than the C library's texts. */
const char *error_words(int code);

#endif
