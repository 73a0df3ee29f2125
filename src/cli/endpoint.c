/* SPDX-License-Identifier: Apache-2.0 */
/* Which server and which dialect: --region, --cn, --endpoint, --api and what stands in for them. */
#include <string.h>

#include "cli/quote.h"
#include "cli/settings.h"

#define REGION_MAX 63

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

/* An endpoint goes before a region, wherever either of them was said. */
static bool set_origin(settings *result, const options *given, out *error) {
    const char *source = given->endpoint ? "option --endpoint" : "ZIMPORT_ENDPOINT";
    const char *endpoint = given->endpoint ? given->endpoint : settings_variable("ZIMPORT_ENDPOINT");

    if (!endpoint) {
        return set_region(result, given, error);
    }
    if (given->region && !check_region(given->region, "option --region", error)) {
        return false;
    }
    return zimport_origin_parse(&result->origin, zimport_view_of(endpoint)) == ZIMPORT_OK ||
           refuse_url(endpoint, source, error);
}

static bool refuse_dialect(const char *host, out *error) {
    bool v2 = strcmp(host, "api.cloud.zilliz.com") == 0 || strcmp(host, "api.cloud.zilliz.com.cn") == 0;

    out_text(error, "the endpoint ");
    out_text(error, host);
    out_text(error, " stands for dialect ");
    out_text(error, v2 ? "v2" : "milvus");
    out_text(error, ", but this build speaks only v1; add --api v1 if that is what is spoken there");
    return false;
}

bool settings_endpoint(settings *result, const options *given, out *error) {
    const char *api = given->api ? given->api : settings_variable("ZIMPORT_API");

    if (api && strcmp(api, "v1") != 0) {
        out_text(error, given->api ? "option --api" : "ZIMPORT_API");
        out_text(error, " expects v1, the only dialect that this build speaks, not '");
        quote_short(error, zimport_view_of(api), false, 60);
        out_byte(error, '\'');
        return false;
    }
    if (!set_origin(result, given, error)) {
        return false;
    }
    result->dialect = &zimport_v1;
    return api || given->region || starts_with(result->origin.host, "controller.") ||
           refuse_dialect(result->origin.host, error);
}
