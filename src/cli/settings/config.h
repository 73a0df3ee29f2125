/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZIMPORT_CLI_SETTINGS_CONFIG_H
#define ZIMPORT_CLI_SETTINGS_CONFIG_H

#include "cli/settings/options.h"

/* Adds what the configuration file says and neither the command line nor the environment: lines `name = value` by the
 * long options' names, those of the profile's section before those in front of all sections. Values stay in memory of
 * its own. `note` gets what is to be told although all is well. False: `error` holds the message. */
bool config_read(options *given, out *error, out *note);

/* An option that a file may set. */
bool config_allows(const option *o);

#endif
