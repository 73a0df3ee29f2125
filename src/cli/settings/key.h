/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZIMPORT_CLI_SETTINGS_KEY_H
#define ZIMPORT_CLI_SETTINGS_KEY_H

#include "cli/settings/options.h"

/* Longest secret, in bytes. */
#define KEY_MAX 4096

typedef enum key_kind { KEY_API, KEY_ACCESS, KEY_SECRET, KEY_SESSION, KEYS } key_kind;

/* From the file that `member` of `given` names (`-`: standard input), or from its environment variable if that is NULL,
 * without one line end. Empty: there is none. All output masks it from now on. False: `error` holds the message. */
bool key_read(key_kind kind, zimport_view *key, const options *given, const char *const *member, out *error);

/* Masks the credentials in a proxy's valid URL: as written, decoded, and as sent. */
void key_hide_proxy(const char *url, const char *base64);

/* `SOURCE: cannot read 'PATH': WHY`, with these words in the middle. Always false. */
bool key_refuse_file(const char *source, const char *words, const char *path, int code, out *error);

/* A file that was read and that others can read, too; or NULL. */
extern const char *key_shown;

void key_wipe(void);

#endif
