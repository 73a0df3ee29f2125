/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "cli/settings/settings.h"
#include "cli/text/unseen.h"

#define REGION_MAX 63

static const char *const v2_hosts[] = {"api.cloud.zilliz.com", "api.cloud.zilliz.com.cn"};

static bool begins(const char *text, const char *start) {
    size_t size = strlen(start);

    return strlen(text) >= size && zimport_view_is_nocase((zimport_view){text, size}, start);
}

static bool is_region(const char *region) {
    zimport_view id = zimport_view_of(region);

    return zimport_id_is_valid(id) && id.size <= REGION_MAX && !strchr(region, '_') && region[0] != '-' &&
           region[id.size - 1] != '-';
}

static bool check_region(const char *region, const char *source, out *error) {
    if (is_region(region)) {
        return true;
    }
    unseen_refuse(error, source, " expects a region id such as gcp-us-west1", zimport_view_of(region));
    out_text(error, strpbrk(region, ":./") ? "; a host or a URL goes with --endpoint" : "");
    return false;
}

static void controller_of(const char *region, bool cn, out *url) {
    out_text(url, "https://controller.api.");
    out_text(url, region);
    out_text(url, cn ? ".cloud.zilliz.com.cn" : ".zillizcloud.com");
}

static zimport_view authority_of(const char *url) {
    const char *host = begins(url, "https://") ? url + 8 : begins(url, "http://") ? url + 7 : url;

    return (zimport_view){host, strcspn(host, "/")};
}

static bool is_origin(const char *text, size_t size) {
    zimport_origin origin;

    return zimport_origin_parse(&origin, (zimport_view){text, size}) == ZIMPORT_OK;
}

static const char *url_fault(const char *url) {
    zimport_view at = authority_of(url);
    const char *host = at.data;
    size_t name = *host == '[' ? strcspn(host, "/") : strcspn(host, ":/");

    if (strpbrk(url, "@?#")) {
        return "; leave out user, query and fragment";
    }
    if (host == url && (begins(url, "http:") || begins(url, "https:"))) {
        return "; two slashes follow http: and https:";
    }
    if (at.size == 0 || strncmp(host + name, "://", 3) == 0) {
        return "; the host comes first, or http:// or https://";
    }
    if (name > 0 && *host != '[' && !strchr(host + name + (host[name] == ':'), ':') && !is_origin(host, name)) {
        return "; the host is neither a name nor an address";
    }
    return is_origin(host, at.size) && host[at.size - 1] != ':'
               ? "; the prefix is not a URL path, or is longer than 128 bytes"
               : "; a port is a number from 1 to 65535, and an IPv6 address goes in brackets";
}

/* A URL with a password is never printed. */
static bool refuse_url(const char *url, const char *source, out *error) {
    unseen found;
    bool hidden = unseen_find(zimport_view_of(url), UNSEEN_INSIDE, &found);

    unseen_refuse(error, source, " expects [http://|https://]HOST[:PORT][/PREFIX]",
                  zimport_view_of(strchr(url, '@') ? NULL : url));
    out_text(error, hidden && !strchr(url, '@') ? "" : url_fault(url));
    return false;
}

/* RFC 3986 allows an empty port, but whoever wrote it meant to give one. */
static bool set_url(settings *result, const char *url, const char *source, out *error) {
    zimport_view at = authority_of(url);
    bool good = zimport_origin_parse(&result->origin, zimport_view_of(url)) == ZIMPORT_OK;

    return (good && at.data[at.size - 1] != ':') || refuse_url(url, source, error);
}

const char *settings_region(const options *given, const char *missing, out *error) {
    const char *source;
    const char *region = settings_choose(given, &given->region, &source);

    if (!region) {
        out_text(error, missing);
        return NULL;
    }
    return check_region(region, source, error) ? region : NULL;
}

static bool set_region(settings *result, const options *given, out *error) {
    char memory[sizeof "https://controller.api..cloud.zilliz.com.cn" + REGION_MAX];
    out url = {.data = memory, .capacity = sizeof memory};
    const char *region = settings_region(
        given,
        BUILT_MILVUS
            ? "no region and no endpoint; give --region (Zilliz Cloud) or --endpoint (Milvus), or "
              "set ZIMPORT_REGION or ZIMPORT_ENDPOINT"
            : "no region and no endpoint; give --region or --endpoint, or set ZIMPORT_REGION or ZIMPORT_ENDPOINT",
        error);

    if (!region) {
        return false;
    }
    controller_of(region, given->cn, &url);
    return zimport_origin_parse(&result->origin, (zimport_view){url.data, url.size}) == ZIMPORT_OK;
}

static bool set_usual_origin(settings *result, const options *given, out *error) {
    if (BUILT_V2 && result->dialect == &zimport_v2) {
        return zimport_origin_parse(&result->origin, zimport_view_of(v2_hosts[given->cn])) == ZIMPORT_OK;
    }
    if (!BUILT_CLOUD || (BUILT_MILVUS && result->dialect == &zimport_milvus)) {
        out_text(error, "no endpoint; give --endpoint (or ZIMPORT_ENDPOINT) such as http://localhost:19530");
        return false;
    }
    return set_region(result, given, error);
}

/* An endpoint takes precedence over a region, except one in a file over a region that is nearer to the command line. */
static bool set_origin(settings *result, const options *given, out *error) {
    const char *source;
    options_level level = settings_level(given, &given->endpoint);
    /* With a project the region says nothing of where. */
    bool project = BUILT_V2 && settings_project(given, &source);
    bool aside = !project && level < LEVEL_VARIABLE && settings_level(given, &given->region) > level;
    const char *endpoint = aside ? NULL : settings_choose(given, &given->endpoint, &source);

    if (given->region && !check_region(given->region, options_source(given, &given->region), error)) {
        return false;
    }
    if (!endpoint) {
        return set_usual_origin(result, given, error);
    }
    return set_url(result, endpoint, source, error);
}

/* NULL: not built in. */
static const zimport_dialect *const dialects[] = {BUILT_V1 ? &zimport_v1 : NULL, BUILT_V2 ? &zimport_v2 : NULL,
                                                  BUILT_MILVUS ? &zimport_milvus : NULL};

enum { V1, V2, MILVUS };

/* NULL if none is given. False if it is unknown. */
static bool set_dialect(settings *result, const options *given, out *error) {
    const char *source;
    const char *api = settings_choose(given, &given->api, &source);

    for (size_t i = 0; api && i < sizeof dialects / sizeof dialects[0]; i++) {
        if ((BUILT_EVERY_DIALECT || dialects[i]) && strcmp(api, dialects[i]->name) == 0) {
            result->dialect = dialects[i];
            return true;
        }
    }
    if (api) {
        out_text(error, source);
        out_text(error, " expects ");
        options_say_choices(error, BUILT_DIALECTS);
        unseen_refuse(error, "", "", zimport_view_of(api));
    } else if (BUILT_V2 && settings_project(given, &source)) {
        result->dialect = &zimport_v2;
    }
    return !api;
}

static int implied_by(const settings *result) {
    const char *host = result->origin.host;

    if (settings_level(result->options, &result->options->region) == LEVEL_OPTION || begins(host, "controller.")) {
        return V1;
    }
    return strcmp(host, v2_hosts[0]) == 0 || strcmp(host, v2_hosts[1]) == 0 ? V2 : MILVUS;
}

/* Another dialect than that of the endpoint would be the wrong words for it. */
static bool guess_dialect(settings *result, out *error) {
    static const char names[][sizeof "milvus"] = {"v1", "v2", "milvus"};
    int which = implied_by(result);

    result->dialect = dialects[which];
    if (!BUILT_EVERY_DIALECT && !result->dialect) {
        out_text(error, "the endpoint implies --api ");
        out_text(error, names[which]);
        out_text(error, ", which this program was built without; it has ");
        options_say_choices(error, BUILT_DIALECTS);
        return false;
    }
    return true;
}

bool settings_endpoint(settings *result, const options *given, out *error) {
    return set_dialect(result, given, error) && set_origin(result, given, error) &&
           (result->dialect || guess_dialect(result, error));
}
