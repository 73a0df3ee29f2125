/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/output/exits.h"

#include "cli/settings/built.h"

static const struct {
    const char *kind;
    const char *meaning;
} table[] = {
    [EXIT_GOOD] = {"", BUILT_WAIT ? "answered; wait: every job completed" : "answered"},
    [EXIT_INTERNAL] = {"internal", "a fault of this program or machine"},
    [EXIT_USAGE] = {"usage", "a bad option or id, a missing key, cluster or endpoint; nothing was sent"},
    [EXIT_UNFINISHED] = {"", BUILT_STATUS ? "status --exit-code: a job has not ended" : ""},
    [EXIT_FAILED] = {"failed", "a job failed or was cancelled"},
    [EXIT_NOT_FOUND] = {"not-found", "the server knows no such job"},
    [EXIT_UNAUTHORIZED] = {"unauthorized", "the key is missing, wrong or lacks permission"},
    [EXIT_NETWORK] = {"network", "no address, no connection, connection lost, request timed out"},
    [EXIT_TLS] = {"tls", "a certificate was not accepted, or no common protocol"},
    [EXIT_SERVER] = {"server", "any other error of the server, or a malformed reply"},
    [EXIT_TIMEOUT] = {"timeout", !BUILT_FOLLOWING ? ""
                                 : BUILT_POSTED   ? "--timeout or --stall ran out, or a job stays Uncommitted"
                                                  : "--timeout or --stall ran out"},
};

static const int8_t worst_first[] = {EXIT_USAGE,   EXIT_FAILED, EXIT_NOT_FOUND, EXIT_UNAUTHORIZED, EXIT_TLS,
                                     EXIT_NETWORK, EXIT_SERVER, EXIT_TIMEOUT,   EXIT_INTERNAL,     EXIT_UNFINISHED};

int exits_of_status(zimport_status status) {
    switch (status) {
    case ZIMPORT_OK:
        return EXIT_GOOD;
    case ZIMPORT_UNAUTHORIZED:
        return EXIT_UNAUTHORIZED;
    case ZIMPORT_NOT_FOUND:
        return EXIT_NOT_FOUND;
    case ZIMPORT_ABORTED:
        return EXIT_TIMEOUT;
    default:
        break;
    }
    if (status >= ZIMPORT_BAD_URL && status <= ZIMPORT_KEY_MISFIT) {
        return EXIT_USAGE;
    }
    if (status >= ZIMPORT_NO_ADDRESS && status <= ZIMPORT_PROXY_REFUSED) {
        return EXIT_NETWORK;
    }
    if (status >= ZIMPORT_TLS_UNTRUSTED && status <= ZIMPORT_TLS_FAILED) {
        return EXIT_TLS;
    }
    return status >= ZIMPORT_HTTP_SYNTAX && status < ZIMPORT_ABORTED ? EXIT_SERVER : EXIT_INTERNAL;
}

int exits_of_state(zimport_state state) {
    if (state == ZIMPORT_COMPLETED) {
        return EXIT_GOOD;
    }
    return zimport_state_is_final(state) ? EXIT_FAILED : EXIT_UNFINISHED;
}

int exits_of_end(zimport_state state) {
    int status = exits_of_state(state);

    return status == EXIT_UNFINISHED ? EXIT_TIMEOUT : status;
}

int exits_worse(int a, int b) {
    for (size_t i = 0; i < sizeof worst_first / sizeof worst_first[0]; i++) {
        if (a == worst_first[i] || b == worst_first[i]) {
            return worst_first[i];
        }
    }
    return EXIT_GOOD;
}

static bool is_known(int status) {
    return status >= 0 && (size_t)status < sizeof table / sizeof table[0];
}

const char *exits_kind(int status) {
    return is_known(status) ? table[status].kind : "";
}

const char *exits_meaning(int status) {
    return is_known(status) ? table[status].meaning : NULL;
}
