/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/output/failure.h"

#include <string.h>

#include "cli/settings/built.h"
#include "cli/text/certificate.h"
#include "cli/text/quote.h"
#include "cli/text/units.h"

static const char *skip(const char *texts, int count) {
    for (; count > 0; count--) {
        texts += strlen(texts) + 1;
    }
    return texts;
}

static void say_fault(out *to, const failure *f) {
    int place = f->detail > 0 ? ZIMPORT_TLS_PLACE(f->detail) : 0;
    bool leads = f->detail <= 0 && f->blamed.size > 0;

    if (f->detail > 0 || leads) {
        out_text(to, leads ? ": it leads to"
                           : skip(": one of its chain\0: the server's own\0: the intermediate\0: the trusted", place));
    }
    if (place > ZIMPORT_SERVERS_OWN || leads) {
        out_text(to, " '");
        quote_short(to, f->blamed, false, 100);
        out_text(to, leads ? "', not to a trusted one" : "'");
    }
    if (*zimport_tls_cause(f->detail) != '\0') {
        out_byte(to, ' ');
        certificate_fault(to, f->detail);
    }
}

void failure_tls(out *to, const failure *f) {
    char pin[53];

    if (BUILT_PIN && f->status == ZIMPORT_TLS_PIN) {
        zimport_pin_print(f->pin, pin);
        out_text(to, "the server's key has the pin ");
        out_text(to, pin);
        out_text(to, ", which was not given");
        return;
    }
    if (f->status == ZIMPORT_TLS_WRONG_HOST) {
        out_text(to, "the certificate is not for ");
        out_text(to, f->origin->host);
        return;
    }
    out_text(to, zimport_status_text(f->status));
    if (f->status >= ZIMPORT_TLS_UNTRUSTED && f->status <= ZIMPORT_TLS_WEAK) {
        say_fault(to, f);
    }
}

/* By their number (RFC 8446 section 6). */
static const char alerts[] = "\052bad\0\054revoked\0\055expired\0\060unknown authority\0\061access denied\0"
                             "\106TLS version\0\107too weak\0\120internal error\0\160unknown host name\0";

void failure_tls_detail(out *to, zimport_status status, int32_t detail) {
    const char *at = alerts;

    if (status == ZIMPORT_TLS_LIMIT) {
        out_text(to, " of ");
        out_number(to, (uint64_t)detail);
        out_text(to, " bytes");
    } else if (status >= ZIMPORT_TLS_NO_COMMON) {
        out_text(to, " (alert ");
        out_number(to, (uint64_t)detail);
        while (*at != '\0' && *at != detail) {
            at = skip(at, 1);
        }
        if (*at != '\0') {
            out_text(to, ": ");
            out_text(to, at + 1);
        }
        out_byte(to, ')');
    }
}

void failure_clock(out *to, const failure *f) {
    bool trusted = f->detail > 0 && ZIMPORT_TLS_PLACE(f->detail) == ZIMPORT_TRUSTED;

    out_text(to, f->status == ZIMPORT_TLS_CLOCK
                     ? "; set it, or judge certificates by this program's build date with --clock-floor ("
                 : f->status == ZIMPORT_TLS_NOT_YET_VALID ? "; check this machine's clock ("
                 : trusted ? "; this machine needs a new one (--cacert), or its clock is wrong ("
                           : "; the server needs a new one, or this machine's clock is wrong (");
    if (f->wall_clock == ZIMPORT_TIME_UNKNOWN) {
        out_text(to, "it was never set)");
        return;
    }
    out_text(to, "it says ");
    units_date(to, f->wall_clock);
    out_byte(to, ')');
}
