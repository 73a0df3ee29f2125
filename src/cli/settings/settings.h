/* SPDX-License-Identifier: Apache-2.0 */
/* Command line and environment combined and checked, before anything is sent. */
#ifndef ZIMPORT_CLI_SETTINGS_SETTINGS_H
#define ZIMPORT_CLI_SETTINGS_SETTINGS_H

#include "cli/settings/choose.h"
#include "zimport/mbedtls.h"
#include "zimport/posix.h"
#include "zimport/zimport.h"

typedef struct settings {
    const options *options;
    const zimport_dialect *dialect;
    const char *path;               /* NULL: the dialect's paths */
    const zimport_project *project; /* NULL: none */
    zimport_view cluster;
    zimport_view database;
    zimport_view key;
    bool has_proxy;
    bool machine_fault;         /* why there are none: not the user's */
    const zimport_trust *trust; /* NULL: this machine has no roots */
    const char *no_trust;       /* then: why the roots cannot be used; NULL: there are none */
    zimport_identity identity;
    zimport_pin pin_list[OPTIONS_LIST_MAX];
    zimport_pins pins;
    zimport_session session;
    zimport_proxy_server proxy;
    zimport_project project_memory;
    zimport_origin origin;
    zimport_posix_override overrides[OPTIONS_LIST_MAX];
    zimport_trust_file bundle;
    zimport_trust_memory builtin;
} settings;

bool settings_make(settings *result, const options *given, out *error);

/* Not empty, without the characters of unseen_find; if not, `error` holds the message. */
bool settings_is_text(const char *text, const char *source, unsigned kinds, out *error);

/* At most 255 bytes, without invisible characters. */
bool settings_is_name(const char *name, const char *source, out *error);

bool settings_endpoint(settings *result, const options *given, out *error);

/* NULL: none is given (`missing` says so), or it is none. */
const char *settings_region(const options *given, const char *missing, out *error);

/* `SOURCE is not for DIALECT`. Always false. */
bool settings_refuse_here(const settings *result, const char *source, out *error);

/* From the options: trust, client certificate and session of TLS; for the proxy also from the environment. */
bool settings_tls(settings *result, const options *given, out *error);
bool settings_proxy(settings *result, const options *given, out *error);

/* NULL: no proxy, or one that only tunnels TLS. */
const zimport_proxy_server *settings_via(const settings *result);

/* Splits HOST:PORT:ADDR in place; HOST and ADDR may be in brackets. */
bool settings_override(char *text, zimport_posix_override *result);

#endif
