/* SPDX-License-Identifier: Apache-2.0 */
/* A file of its own: a program that never shows a status to people does not link the texts. */
#include "zimport/base.h"

/* One string with offsets: pointers would take more space. */
#define TEXTS \
    TEXT(OK, "success") \
    TEXT(WANT_READ, "waiting to read") \
    TEXT(WANT_WRITE, "waiting to write") \
    TEXT(CLOSED, "the peer closed the stream") \
    TEXT(BAD_ARGUMENT, "invalid argument") \
    TEXT(BAD_URL, "not a usable endpoint URL") \
    TEXT(BAD_ID, "not a job or cluster id") \
    TEXT(BAD_KEY, "the API key contains a space or a control character") \
    TEXT(KEY_MISSING, "an API key is needed") \
    TEXT(KEY_PLAINTEXT, "the API key would be sent unencrypted") \
    TEXT(BAD_CERT, "no usable client certificate") \
    TEXT(BAD_CERT_KEY, "no usable private key") \
    TEXT(KEY_ENCRYPTED, "the private key is encrypted") \
    TEXT(KEY_MISFIT, "the private key does not match the certificate") \
    TEXT(NO_ROOM, "the memory given is too small") \
    TEXT(NOT_PORTED, "this platform lacks a function") \
    TEXT(NO_RANDOM, "no random numbers") \
    TEXT(NO_MEMORY, "out of memory") \
    TEXT(SYSTEM, "a system call failed") \
    TEXT(NO_ADDRESS, "the name has no address") \
    TEXT(NO_NAME, "no such name") \
    TEXT(NAME_FAILED, "the name service failed") \
    TEXT(NO_CONNECTION, "no connection") \
    TEXT(PROXY_FAILED, "the proxy got no connection") \
    TEXT(LOST, "the connection was lost") \
    TEXT(CONNECT_TIMEOUT, "no connection in time") \
    TEXT(IDLE_TIMEOUT, "the connection went silent") \
    TEXT(TOTAL_TIMEOUT, "the request took too long") \
    TEXT(PROXY_REFUSED, "the proxy refused") \
    TEXT(TLS_UNTRUSTED, "the certificate is not trusted") \
    TEXT(TLS_EXPIRED, "the certificate has expired") \
    TEXT(TLS_NOT_YET_VALID, "the certificate is not valid yet") \
    TEXT(TLS_CLOCK, "this machine's clock is wrong") \
    TEXT(TLS_WRONG_HOST, "the certificate is for another host") \
    TEXT(TLS_WEAK, "the certificate is not acceptable") \
    TEXT(TLS_PIN, "the server's key is not a pinned one") \
    TEXT(TLS_NO_COMMON, "no TLS version or cipher in common") \
    TEXT(TLS_CLIENT_CERT, "the server wants a client certificate, or another one") \
    TEXT(TLS_NO_TRUST, "no trusted root certificates") \
    TEXT(TLS_ABSENT, "the answer is not TLS") \
    TEXT(TLS_ALERT, "the server sent a TLS alert") \
    TEXT(TLS_LIMIT, "the server's message exceeds the limit") \
    TEXT(TLS_BROKEN, "the server violates the TLS protocol") \
    TEXT(TLS_FAILED, "TLS failed") \
    TEXT(HTTP_SYNTAX, "the reply is not HTTP") \
    TEXT(HTTP_FRAMING, "the reply contradicts itself about its length") \
    TEXT(HTTP_LIMIT, "the reply is larger than allowed") \
    TEXT(HTTP_ENCODING, "the reply is compressed, which was not asked for") \
    TEXT(JSON_SYNTAX, "the reply is not JSON") \
    TEXT(JSON_DEPTH, "the reply is nested too deeply") \
    TEXT(JSON_EARLY, "the JSON of the reply ends early") \
    TEXT(REPLY_NO_CODE, "the reply has no code") \
    TEXT(REPLY_NO_DATA, "the reply lacks what was asked for") \
    TEXT(REPLY_TYPE, "a value in the reply has the wrong type") \
    TEXT(REPLY_OTHER_JOB, "the reply is about another job") \
    TEXT(UNAUTHORIZED, "the API key is missing, wrong or lacks permission") \
    TEXT(NOT_FOUND, "no such job") \
    TEXT(REDIRECTED, "the server redirects") \
    TEXT(BUSY, "the service is busy") \
    TEXT(REFUSED, "the service refused") \
    TEXT(ABORTED, "given up")

typedef struct words {
#define TEXT(name, text) char name[sizeof(text)];
    TEXTS
#undef TEXT
} words;

const char *zimport_status_text(zimport_status status) {
    static const words all = {
#define TEXT(name, text) text,
        TEXTS
#undef TEXT
    };
    static const uint16_t at[ZIMPORT_STATUS_COUNT] = {
#define TEXT(name, text) [ZIMPORT_##name] = offsetof(words, name),
        TEXTS
#undef TEXT
    };

    return (unsigned)status < ZIMPORT_STATUS_COUNT ? (const char *)&all + at[status] : "unknown status";
}
