/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/settings/choose.h"

#include "cli/text/environment.h"

options_level settings_level(const options *given, const char *const *member) {
    const option *o = options_row(given, member);
    options_level level = o ? (options_level)given->levels[o - option_table] : LEVEL_NONE;

    if (!*member) {
        return o && environment_get(o->otherwise) ? LEVEL_VARIABLE : LEVEL_NONE;
    }
    return level == LEVEL_NONE ? LEVEL_OPTION : level;
}

const char *settings_choose(const options *given, const char *const *member, const char **source) {
    options_level level = settings_level(given, member);

    if (level == LEVEL_VARIABLE) {
        *source = options_row(given, member)->otherwise;
        return environment_get(*source);
    }
    *source = *member ? options_source(given, member) : NULL;
    return *member;
}

const char *settings_project(const options *given, const char **source) {
    bool set_aside = settings_level(given, &given->cluster) > settings_level(given, &given->project);

    return set_aside ? NULL : settings_choose(given, &given->project, source);
}
