/* SPDX-License-Identifier: Apache-2.0 */
/* The environment. */
#ifndef ZIMPORT_CLI_TEXT_ENVIRONMENT_H
#define ZIMPORT_CLI_TEXT_ENVIRONMENT_H

/* A variable's value; NULL if unset or empty. */
const char *environment_get(const char *name);

#endif
