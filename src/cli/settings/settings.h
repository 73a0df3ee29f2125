/* SPDX-License-Identifier: Apache-2.0 */
/* What to ask and whom: the command line and the environment together, checked. Nothing is sent before that. */
#ifndef ZIMPORT_CLI_SETTINGS_SETTINGS_H
#define ZIMPORT_CLI_SETTINGS_SETTINGS_H

#include "cli/settings/options.h"
#include "zimport/mbedtls.h"
#include "zimport/posix.h"
#include "zimport/zimport.h"

typedef struct settings {
    const options *options;
    zimport_origin origin;
    const zimport_dialect *dialect;
    const char *path; /* NULL: those of the dialect */
    zimport_view cluster;
    zimport_view database;
    zimport_view key;
    zimport_posix_override overrides[OPTIONS_LIST_MAX];
    zimport_trust_file bundle;
    zimport_trust_memory builtin;
    const zimport_trust *trust; /* NULL: nothing to trust was found on this machine */
    const char *no_trust;       /* then: what is wrong with what should have been trusted; NULL: there is none */
    zimport_identity identity;
    zimport_pin pin_list[OPTIONS_LIST_MAX];
    zimport_pins pins;
    zimport_session session;
    zimport_proxy_server proxy;
    bool has_proxy;
} settings;

/* Puts everything together. False: `error` got the words that say what is wrong. */
bool settings_make(settings *result, const options *given, out *error);

/* Whether a text is not empty and has none of the characters of unseen_find; `error` gets the words if it has. */
bool settings_is_text(const char *text, const char *source, unsigned kinds, out *error);

/* The same for a name, which has at most 255 bytes, and nothing inside that cannot be seen. */
bool settings_is_name(const char *name, const char *source, out *error);

/* Where to ask, out of options and environment. */
bool settings_endpoint(settings *result, const options *given, out *error);

/* What TLS trusts, shows and remembers, out of the options; and the proxy, out of options and environment. */
bool settings_tls(settings *result, const options *given, out *error);
bool settings_proxy(settings *result, const options *given, out *error);

/* The proxy that gets requests to pass on; NULL: none, or it only makes a tunnel for TLS. */
const zimport_proxy_server *settings_via(const settings *result);

/* HOST:PORT:ADDR, HOST and ADDR maybe in brackets, taken apart in place. False: it is not that. */
bool settings_override(char *text, zimport_posix_override *result);

#endif
