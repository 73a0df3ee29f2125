/* SPDX-License-Identifier: Apache-2.0 */
/* Which server and which dialect: --region, --cn, --endpoint, --api and what stands in for them. */
#include <string.h>

#include "cli/quote.h"
#include "cli/settings.h"

#define REGION_MAX 63

/* Of the international cloud and of that in China. */
static const char *const v2_hosts[] = {"api.cloud.zilliz.com", "api.cloud.zilliz.com.cn"};

static bool starts_with(const char *text, const char *start) {
    return strncmp(text, start, strlen(start)) == 0;
}

static bool is_region(const char *region) {
    size_t size = strspn(region, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-");

    return size > 0 && size <= REGION_MAX && region[size] == '\0' && region[0] != '-' && region[size - 1] != '-';
}

static bool check_region(const char *region, const char *source, out *error) {
    if (is_region(region)) {
        return true;
    }
    out_text(error, source);
    out_text(error, " expects a region id such as gcp-us-west1, not '");
    quote_short(error, zimport_view_of(region), false, 60);
    out_byte(error, '\'');
    return false;
}

static void controller_of(const char *region, bool cn, out *url) {
    out_text(url, "https://controller.api.");
    out_text(url, region);
    out_text(url, cn ? ".cloud.zilliz.com.cn" : ".zillizcloud.com");
}

/* A URL that has a password in it is not repeated. */
static bool refuse_url(const char *url, const char *source, out *error) {
    out_text(error, source);
    out_text(error, " expects [http://|https://]HOST[:PORT][/PREFIX]");
    if (!strchr(url, '@')) {
        out_text(error, ", not '");
        quote_short(error, zimport_view_of(url), false, 200);
        out_byte(error, '\'');
    }
    if (strpbrk(url, "@?#")) {
        out_text(error, "; leave out user, query and fragment");
    }
    return false;
}

static bool set_region(settings *result, const options *given, out *error) {
    char memory[sizeof "https://controller.api..cloud.zilliz.com.cn" + REGION_MAX];
    out url = {.data = memory, .capacity = sizeof memory};
    const char *source = given->region ? "option --region" : "ZIMPORT_REGION";
    const char *region = given->region ? given->region : settings_variable("ZIMPORT_REGION");

    if (!region) {
        out_text(error, "no region and no endpoint; give --region (or ZIMPORT_REGION), or --endpoint");
        return false;
    }
    if (!check_region(region, source, error)) {
        return false;
    }
    controller_of(region, given->cn, &url);
    return zimport_origin_parse(&result->origin, (zimport_view){url.data, url.size}) == ZIMPORT_OK ||
           refuse_url(region, source, error);
}

/* Where a dialect is spoken when no endpoint is given. */
static bool set_usual_origin(settings *result, const options *given, out *error) {
    if (result->dialect == &zimport_v2) {
        return zimport_origin_parse(&result->origin, zimport_view_of(v2_hosts[given->cn])) == ZIMPORT_OK;
    }
    if (result->dialect == &zimport_milvus) {
        out_text(error, "no endpoint; give --endpoint (or ZIMPORT_ENDPOINT) such as http://localhost:19530");
        return false;
    }
    return set_region(result, given, error);
}

/* An endpoint goes before a region, wherever either of them was said. */
static bool set_origin(settings *result, const options *given, out *error) {
    const char *source = given->endpoint ? "option --endpoint" : "ZIMPORT_ENDPOINT";
    const char *endpoint = given->endpoint ? given->endpoint : settings_variable("ZIMPORT_ENDPOINT");

    if (given->region && !check_region(given->region, "option --region", error)) {
        return false;
    }
    if (!endpoint) {
        return set_usual_origin(result, given, error);
    }
    return zimport_origin_parse(&result->origin, zimport_view_of(endpoint)) == ZIMPORT_OK ||
           refuse_url(endpoint, source, error);
}

/* NULL where nothing is said. False: it is none of them. */
static bool set_dialect(settings *result, const options *given, out *error) {
    static const zimport_dialect *const dialects[] = {&zimport_v1, &zimport_v2, &zimport_milvus};
    const char *api = given->api ? given->api : settings_variable("ZIMPORT_API");

    for (size_t i = 0; api && i < sizeof dialects / sizeof dialects[0]; i++) {
        if (strcmp(api, dialects[i]->name) == 0) {
            result->dialect = dialects[i];
            return true;
        }
    }
    if (api) {
        out_text(error, given->api ? "option --api" : "ZIMPORT_API");
        out_text(error, " expects v1, v2 or milvus, not '");
        quote_short(error, zimport_view_of(api), false, 60);
        out_byte(error, '\'');
    }
    return !api;
}

static const zimport_dialect *dialect_at(const char *host) {
    if (starts_with(host, "controller.")) {
        return &zimport_v1;
    }
    return strcmp(host, v2_hosts[0]) == 0 || strcmp(host, v2_hosts[1]) == 0 ? &zimport_v2 : &zimport_milvus;
}

bool settings_endpoint(settings *result, const options *given, out *error) {
    if (!set_dialect(result, given, error) || !set_origin(result, given, error)) {
        return false;
    }
    if (!result->dialect) {
        result->dialect = given->region ? &zimport_v1 : dialect_at(result->origin.host);
    }
    return true;
}
