/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <sys/stat.h>

#include "cli/settings/settings.h"
#include "cli/text/certificate.h"
#include "cli/text/environment.h"
#include "cli/text/errors.h"
#include "cli/text/quote.h"

/* Most sessions take 0.4 KB, or 2 KB with a client certificate. */
#define SESSION_SIZE 8192

static bool refuse(out *error, const char *source, const char *path, const char *words) {
    out_text(error, source);
    out_text(error, ": '");
    quote_short(error, zimport_view_of(path), false, 200);
    out_byte(error, '\'');
    out_text(error, words);
    return false;
}

static bool refuse_text(out *error, const char *source, const char *path, zimport_status status, int32_t detail) {
    refuse(error, source, path,
           status == ZIMPORT_BAD_CERT ? " holds no usable certificate: it "
                                      : " holds no usable private key (PEM, RSA or EC P-256, P-384): it ");
    certificate_fault(error, detail);
    return false;
}

/* The first certificate tells why nothing in a file can be trusted. That takes a second reading, which a pipe does not
 * allow. */
static bool refuse_trust(out *error, const char *source, const char *path) {
    zimport_posix_platform platform;
    zimport_identity none;
    int32_t detail = 0;
    zimport_status status;
    struct stat about;

    if (stat(path, &about) != 0 || !S_ISREG(about.st_mode)) {
        return refuse(error, source, path, " holds no certificate; it takes PEM");
    }
    zimport_posix_platform_init(&platform, -1);
    status = zimport_identity_load(&none, &platform.base, path, NULL, NULL, &detail);
    zimport_identity_free(&none);
    return refuse_text(error, source, path, ZIMPORT_BAD_CERT, status == ZIMPORT_BAD_CERT ? detail : 0);
}

static bool refuse_file(out *error, const char *source, const char *path, zimport_status status, int32_t detail) {
    if (status == ZIMPORT_TLS_NO_TRUST) {
        return BUILT_CLIENT_CERTIFICATE ? refuse_trust(error, source, path)
                                        : refuse(error, source, path, " holds no usable certificate; it takes PEM");
    }
    refuse(error, source, path, " cannot be read: ");
    out_text(error, status == ZIMPORT_SYSTEM && detail > 0 ? error_words(detail) : zimport_status_text(status));
    return false;
}

/* Says what should have been trusted: nothing else may stand in for it. */
static const char *name_trust(const settings *s, zimport_status status, int code) {
    static char memory[400];
    out words = {.data = memory, .capacity = sizeof memory - 1};
    const char *path = s->bundle.path ? s->bundle.path : s->bundle.folders;
    const char *source = s->bundle.path ? "SSL_CERT_FILE" : "SSL_CERT_DIR";

    source = environment_get(source) ? source : "the system's roots";
    refuse_file(&words, source, path, status, code);
    return memory;
}

/* Built-in roots are for systems without any, not for roots that cannot be read. */
static void set_system_trust(settings *result) {
    zimport_status status = zimport_trust_system_init(&result->bundle);
    int code = errno;

    if (status == ZIMPORT_OK) {
        return;
    }
    result->trust = NULL;
    if (status != ZIMPORT_TLS_NO_TRUST || result->bundle.path || environment_get("SSL_CERT_DIR")) {
        result->no_trust = name_trust(result, status, code);
    } else if (zimport_trust_builtin_init(&result->builtin) == ZIMPORT_OK) {
        result->trust = &result->builtin.base;
    }
}

static bool set_trust(settings *result, const options *given, out *error) {
    int32_t detail = 0;
    zimport_status status;

    result->trust = &result->bundle.base;
    if (given->cacert) {
        status = zimport_trust_file_init(&result->bundle, given->cacert, &detail);
        return status == ZIMPORT_OK ||
               refuse_file(error, options_source(given, &given->cacert), given->cacert, status, detail);
    }
    if (result->origin.tls) {
        set_system_trust(result);
    }
    return true;
}

static bool set_identity(settings *result, const options *given, out *error) {
    const char *const *source = given->key ? &given->key : &given->cert;
    const char *key = given->key ? given->key : given->cert;
    const char *path = NULL;
    int32_t detail = 0;
    zimport_posix_platform platform;

    if (!given->cert) {
        if (given->key) {
            out_text(error, options_source(given, source));
            out_text(error, " needs --cert");
        }
        return !given->key;
    }
    zimport_posix_platform_init(&platform, -1);
    zimport_status status =
        zimport_identity_load(&result->identity, &platform.base, given->cert, given->key, &path, &detail);
    switch (status) {
    case ZIMPORT_OK:
        return true;
    case ZIMPORT_BAD_CERT:
        return refuse_text(error, options_source(given, &given->cert), given->cert, status, detail);
    case ZIMPORT_BAD_CERT_KEY:
        return refuse_text(error, options_source(given, source), key, status, detail);
    case ZIMPORT_KEY_ENCRYPTED:
        return refuse(error, options_source(given, source), key,
                      " holds an encrypted private key; decrypt it first: openssl pkey -in FILE -out FILE");
    case ZIMPORT_KEY_MISFIT:
        return refuse(error, options_source(given, source), key, " holds a key that does not match the certificate");
    default:
        result->machine_fault = status == ZIMPORT_NO_MEMORY || status == ZIMPORT_NO_RANDOM;
        return refuse_file(error, options_source(given, path && path == given->key ? &given->key : &given->cert),
                           path ? path : given->cert, status, detail);
    }
}

static bool set_pins(settings *result, const options *given, out *error) {
    for (size_t i = 0; i < given->pins.count; i++) {
        if (zimport_pin_parse(result->pin_list[i], zimport_view_of(given->pins.items[i])) != ZIMPORT_OK) {
            out_text(error, options_source(given, &given->pins.items[i]));
            out_text(error, " expects sha256// and 44 characters of base64, not '");
            quote_short(error, zimport_view_of(given->pins.items[i]), false, 80);
            out_byte(error, '\'');
            return false;
        }
    }
    zimport_pins_init(&result->pins, (const zimport_pin *)result->pin_list, given->pins.count);
    return true;
}

static bool set_session(settings *result, const options *given, out *error) {
    static uint8_t memory[SESSION_SIZE];
    int32_t detail = 0;
    zimport_status status;

    zimport_session_init(&result->session, memory, sizeof memory);
    if (!given->tls_session) {
        return true;
    }
    status = zimport_session_load(&result->session, given->tls_session, &detail);
    return status == ZIMPORT_OK ||
           refuse_file(error, options_source(given, &given->tls_session), given->tls_session, status, detail);
}

bool settings_tls(settings *result, const options *given, out *error) {
    if (given->tls_min == 1 && !zimport_tls_has(ZIMPORT_TLS_1_3)) {
        out_text(error, options_source(given, &given->tls_min));
        out_text(error, ": this build has no TLS 1.3");
        return false;
    }
    return set_trust(result, given, error) && (!BUILT_CLIENT_CERTIFICATE || set_identity(result, given, error)) &&
           (!BUILT_PIN || set_pins(result, given, error)) && (!BUILT_TLS_SESSION || set_session(result, given, error));
}
