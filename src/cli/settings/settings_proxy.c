/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "cli/settings/choose.h"
#include "cli/settings/key.h"
#include "cli/settings/settings.h"
#include "cli/text/environment.h"
#include "cli/text/unseen.h"

/* `name` is the one found. Under CGI (RFC 3875 section 4.1.18) HTTP_PROXY is a field named Proxy that a client sent. */
static const char *find(const char *lower, const char *upper, const char **name) {
    const char *value = environment_get(lower);

    *name = value ? lower : upper;
    return value || (upper[4] == '_' && getenv("REQUEST_METHOD")) ? value : environment_get(upper);
}

bool settings_proxy(settings *result, const options *given, out *error) {
    const char *name = NULL;
    const char *url = NULL;
    const char *list_name;
    unseen found;
    const char *list = find("no_proxy", "NO_PROXY", &list_name);

    if (settings_level(given, &given->proxy) != LEVEL_OPTION) {
        url = result->origin.tls ? find("https_proxy", "HTTPS_PROXY", &name) : find("http_proxy", "HTTP_PROXY", &name);
    }
    if (!url) {
        name = options_source(given, &given->proxy);
        url = given->proxy;
    }
    if (!url || !*url || (list && zimport_proxy_excluded(zimport_view_of(list), &result->origin))) {
        return true;
    }
    result->has_proxy = true;
    if (zimport_proxy_parse(&result->proxy, zimport_view_of(url)) == ZIMPORT_OK) {
        key_hide_proxy(url, result->proxy.credentials);
        return true;
    }
    /* Never print it: it may hold a password. */
    out_text(error, name);
    out_text(error, " expects [http://][USER:PASSWORD@]HOST[:PORT]; only HTTP proxies can be used");
    if (unseen_find(zimport_view_of(url), UNSEEN_INSIDE, &found)) {
        out_text(error, "; this one");
        unseen_say(error, &found);
    }
    return false;
}
