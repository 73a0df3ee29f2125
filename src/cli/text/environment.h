/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZIMPORT_CLI_TEXT_ENVIRONMENT_H
#define ZIMPORT_CLI_TEXT_ENVIRONMENT_H

/* NULL if unset or empty. */
const char *environment_get(const char *name);

#endif
