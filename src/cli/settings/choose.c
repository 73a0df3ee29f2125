/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/settings/settings.h"
#include "cli/text/environment.h"

const char *settings_choose(const char *value, const char *named, const char *variable, const char **source) {
    *source = value ? named : variable;
    return value ? value : environment_get(variable);
}

const char *settings_project(const options *given, const char **source) {
    bool set_aside = !given->project && given->cluster;

    return set_aside ? NULL : settings_choose(given->project, "option --project", "ZIMPORT_PROJECT", source);
}
