/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/settings/settings.h"

#include <stdlib.h>
#include <string.h>

#include "cli/settings/key.h"
#include "cli/text/environment.h"
#include "cli/text/units.h"
#include "cli/text/unseen.h"

#define PATH_MOST 1024

/* Milvus's limit for databases, collections and partitions. */
#define NAME_MOST 255

static bool refuse(out *error, const char *words) {
    out_text(error, words);
    return false;
}

bool settings_refuse_here(const settings *result, const char *source, out *error) {
    out_text(error, source);
    out_text(error, " is not for ");
    return refuse(error, result->dialect->name);
}

static bool is_id(const char *id, const char *source, out *error) {
    zimport_view view = zimport_view_of(id);

    return zimport_id_is_valid(view) || unseen_refuse(error, source, UNSEEN_ID_RULE, view);
}

static bool set_project(settings *result, const options *given, const char *id, const char *source, out *error) {
    const char *region;

    if (result->dialect != &zimport_v2) {
        return settings_refuse_here(result, source, error);
    }
    if (settings_level(given, &given->cluster) == settings_level(given, &given->project)) {
        return refuse(error, "a project and a cluster; give --project or --cluster");
    }
    if (!is_id(id, source, error)) {
        return false;
    }
    region = settings_region(given, "a project needs its region; give --region or ZIMPORT_REGION", error);
    result->project_memory = (zimport_project){zimport_view_of(id), zimport_view_of(region)};
    result->project = &result->project_memory;
    return region != NULL;
}

static bool set_place(settings *result, const options *given, out *error) {
    const char *source;
    const char *id = BUILT_V2 ? settings_project(given, &source) : NULL;

    if (BUILT_V2 && id) {
        return set_project(result, given, id, source, error);
    }
    id = settings_choose(given, &given->cluster, &source);
    if (!result->dialect->cluster_required) {
        /* A result must not name a cluster that was not asked about. */
        return !id || is_id(id, source, error);
    }
    result->cluster = zimport_view_of(id);
    return id ? is_id(id, source, error) : refuse(error, "no cluster id; give --cluster or ZIMPORT_CLUSTER");
}

bool settings_is_text(const char *text, const char *source, unsigned kinds, out *error) {
    zimport_view view = zimport_view_of(text);
    unseen found;

    if (view.size == 0 || unseen_find(view, kinds, &found)) {
        out_text(error, source);
        out_text(error, " expects visible UTF-8 text, not ");
        unseen_show(error, "'", view, kinds);
        return false;
    }
    return true;
}

bool settings_is_name(const char *name, const char *source, out *error) {
    if (strlen(name) > NAME_MOST) {
        out_text(error, source);
        out_text(error, " expects at most ");
        out_number(error, NAME_MOST);
        out_text(error, " bytes");
        return false;
    }
    return settings_is_text(name, source, UNSEEN_INSIDE, error);
}

static bool set_database(settings *result, const options *given, out *error) {
    const char *source;
    const char *name = settings_choose(given, &given->database, &source);

    result->database = zimport_view_of(name);
    return !name || settings_is_name(name, source, error);
}

/* What RFC 3986 allows in a path. */
static bool set_path(settings *result, const options *given, out *error) {
    static const char allowed[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:@%/";
    const char *path = given->path;

    result->path = path;
    if (!path || (path[0] == '/' && strlen(path) <= PATH_MOST && path[strspn(path, allowed)] == '\0')) {
        return true;
    }
    return unseen_refuse(error, options_source(given, &given->path),
                         " expects a path such as /v2/vectordb/jobs/import/describe", zimport_view_of(path));
}

const zimport_proxy_server *settings_via(const settings *result) {
    return BUILT_HTTP_PROXY && result->has_proxy && !result->origin.tls ? &result->proxy : NULL;
}

static bool check_config(const settings *result, out *error) {
    const zimport_config config = {.dialect = result->dialect,
                                   .origin = &result->origin,
                                   .project = result->project,
                                   .cluster = result->cluster,
                                   .database = result->database,
                                   .key = result->key,
                                   .allow_plaintext_key = result->options->allow_plaintext_token,
                                   .via = settings_via(result)};

    switch (zimport_config_check(&config)) {
    case ZIMPORT_OK:
        return true;
    case ZIMPORT_KEY_MISSING:
        return refuse(error, "no API key; set ZILLIZ_API_KEY or use --token-file");
    case ZIMPORT_KEY_PLAINTEXT:
        out_text(error, "the API key would be sent unencrypted to ");
        out_text(error, config.via && result->origin.loopback ? config.via->origin.host : result->origin.host);
        return refuse(error, "; use https://, or --allow-plaintext-token if you want that");
    default: /* all other values were handled above */
        return refuse(error, zimport_status_text(ZIMPORT_BAD_ARGUMENT));
    }
}

static bool set_key(settings *result, const options *given, out *error) {
    bool from_input = given->token_file && strcmp(given->token_file, "-") == 0;

    for (size_t i = 0; from_input && i < given->operand_count; i++) {
        if (strcmp(given->operands[i], "-") == 0) {
            return refuse(error, "standard input cannot hold both key and job ids; "
                                 "give --token-file a file, or the ids as operands");
        }
    }
    return key_read(KEY_API, &result->key, given, &given->token_file, error) && check_config(result, error);
}

/* Cuts off a bracketed or plain part; a colon or nothing must follow. NULL if there is none. */
static char *take_part(char **text) {
    char *start = *text;
    char *end;

    if (*start == '[') {
        start++;
        end = strchr(start, ']');
        if (!end) {
            return NULL;
        }
        *end++ = '\0';
    } else {
        end = start + strcspn(start, ":");
    }
    if (*end != ':') {
        return NULL;
    }
    *end = '\0';
    *text = end + 1;
    return *start ? start : NULL;
}

static bool is_address(const char *text) {
    uint8_t bytes[16];

    return zimport_address_parse(zimport_view_of(text), bytes) > 0;
}

static void to_host(char *name) {
    size_t size = strlen(name);

    for (char *at = name; *at; at++) {
        if (*at >= 'A' && *at <= 'Z') {
            *at = (char)(*at - 'A' + 'a');
        }
    }
    if (size > 1 && name[size - 1] == '.') {
        name[size - 1] = '\0';
    }
}

bool settings_override(char *text, zimport_posix_override *result) {
    char *host = take_part(&text);
    char *port = host ? take_part(&text) : NULL;
    size_t size = strlen(text);
    uint64_t number = 0;

    if (!port || !units_read_number(port, 65535, &number) || number == 0) {
        return false;
    }
    if (text[0] == '[' && text[size - 1] == ']') {
        text[size - 1] = '\0';
        text++;
    }
    if (!is_address(text)) {
        return false;
    }
    to_host(host);
    *result = (zimport_posix_override){host, (uint16_t)number, text};
    return true;
}

static bool set_overrides(settings *result, const options *given, out *error) {
    static char memory[OPTIONS_LIST_MAX][ZIMPORT_HOST_MAX + 64];

    for (size_t i = 0; i < given->resolve.count; i++) {
        const char *text = given->resolve.items[i];
        size_t size = strlen(text);

        if (size < sizeof memory[i]) {
            memcpy(memory[i], text, size + 1);
        }
        if (size >= sizeof memory[i] || !settings_override(memory[i], &result->overrides[i])) {
            return unseen_refuse(error, options_source(given, &given->resolve.items[i]),
                                 " expects HOST:PORT:ADDR such as example.com:443:192.0.2.1", zimport_view_of(text));
        }
    }
    return true;
}

bool settings_make(settings *result, const options *given, out *error) {
    *result = (settings){.options = given};
    return settings_endpoint(result, given, error) && set_place(result, given, error) &&
           (!BUILT_POSTED || set_database(result, given, error)) && set_path(result, given, error) &&
           set_overrides(result, given, error) && settings_tls(result, given, error) &&
           (!BUILT_HTTP_PROXY || settings_proxy(result, given, error)) && set_key(result, given, error);
}
