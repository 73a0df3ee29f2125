/* SPDX-License-Identifier: Apache-2.0 */
/* Where a value is from, and which one counts. `member` is one of `given`. */
#ifndef ZIMPORT_CLI_SETTINGS_CHOOSE_H
#define ZIMPORT_CLI_SETTINGS_CHOOSE_H

#include "cli/settings/options.h"

options_level settings_level(const options *given, const char *const *member);

/* The value, or that of its variable, or NULL; and how messages name the one it is of. */
const char *settings_choose(const options *given, const char *const *member, const char **source);

/* A project, or NULL: what is said nearer to the command line counts, so that --cluster sets ZIMPORT_PROJECT aside, and
 * --project ZIMPORT_CLUSTER. */
const char *settings_project(const options *given, const char **source);

#endif
