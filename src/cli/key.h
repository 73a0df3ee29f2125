/* SPDX-License-Identifier: Apache-2.0 */
/* The API key: where it comes from, and that it does not stay in memory. */
#ifndef ZIMPORT_CLI_KEY_H
#define ZIMPORT_CLI_KEY_H

#include "cli/out.h"

/* Longest key in bytes. */
#define KEY_MAX 4096

/* Reads the key from a file (`-`: standard input), or from ZILLIZ_API_KEY when `path` is NULL. One line end behind it
 * does not count; an empty view is no key. False: `error` got the words. It is masked in all output from now on. */
bool key_read(zimport_view *key, const char *path, out *error);

/* Overwrites the key, wherever it was read to. */
void key_wipe(void);

#endif
