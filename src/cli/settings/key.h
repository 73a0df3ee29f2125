/* SPDX-License-Identifier: Apache-2.0 */
/* Secrets: where they come from, and that they do not stay in memory. */
#ifndef ZIMPORT_CLI_SETTINGS_KEY_H
#define ZIMPORT_CLI_SETTINGS_KEY_H

#include "cli/text/out.h"

/* Longest of them in bytes. */
#define KEY_MAX 4096

/* The API key, and those of the object store that a started import reads from. */
typedef enum key_kind { KEY_API, KEY_ACCESS, KEY_SECRET, KEY_SESSION, KEYS } key_kind;

/* Reads one from a file (`-`: standard input), or from its variable of the environment when `path` is NULL. One line
 * end behind it does not count; an empty view is none. False: `error` got the words. It is masked in all output from
 * now on.
 */
bool key_read(key_kind kind, zimport_view *key, const char *path, out *error);

/* Has the user and password of a proxy's good URL masked, too: as they stand there, decoded, and as they are sent. */
void key_hide_proxy(const char *url, const char *base64);

/* Overwrites them, wherever they were read to. */
void key_wipe(void);

#endif
