/* SPDX-License-Identifier: Apache-2.0 */
/* Status codes: what the library's calls return, and what to do about it. */
#ifndef ZIMPORT_STATUS_H
#define ZIMPORT_STATUS_H
#include "zimport/config.h"
ZIMPORT_BEGIN_C
/* What happened. The order is by layer, which zimport_status_advice relies on; numbers may change, names stay. */
typedef enum zimport_status {
    ZIMPORT_OK = 0,
    /* Not failures: when to call again. */
    ZIMPORT_WANT_READ,  /* call again when the transport can be read */
    ZIMPORT_WANT_WRITE, /* call again when the transport can be written */
    ZIMPORT_CLOSED,     /* the peer ended the stream in an orderly way; nothing will follow */
    /* Mistakes of the caller: nothing was sent. */
    ZIMPORT_BAD_ARGUMENT,  /* a pointer, size or number that the declaration does not allow */
    ZIMPORT_BAD_URL,       /* not an origin (zimport_origin_parse) */
    ZIMPORT_BAD_ID,        /* a job or cluster id with a character outside A-Z a-z 0-9 _ -, empty or too long */
    ZIMPORT_BAD_KEY,       /* an API key that contains a control character or a space */
    ZIMPORT_KEY_MISSING,   /* the dialect needs an API key and none was given */
    ZIMPORT_KEY_PLAINTEXT, /* an API key would have crossed the network unencrypted */
    ZIMPORT_BAD_CERT,      /* no readable client certificate (zimport_identity) */
    ZIMPORT_BAD_CERT_KEY,  /* no readable private key, or its algorithm is not built in */
    ZIMPORT_KEY_ENCRYPTED, /* the private key is encrypted */
    ZIMPORT_KEY_MISFIT,    /* the private key does not belong to the client certificate */
    ZIMPORT_NO_ROOM,       /* the caller's window is too small for the request */
    ZIMPORT_NOT_PORTED,    /* this platform has no such function (port/null) */
    /* The machine. */
    ZIMPORT_NO_RANDOM, /* the platform gave no random bytes */
    ZIMPORT_NO_MEMORY, /* the arena or heap of TLS is used up, or a pool of lwIP */
    ZIMPORT_SYSTEM,    /* any other failure of a system call; the detail is its error number */
    /* The network: trying again later may help. */
    ZIMPORT_NO_ADDRESS,      /* the name has no address, or none of the wanted family (with lwIP also the next two) */
    ZIMPORT_NO_NAME,         /* there is no such name */
    ZIMPORT_NAME_FAILED,     /* the name servers failed, or could not be asked, or the system's files not be read */
    ZIMPORT_NO_CONNECTION,   /* every address refused or was unreachable */
    ZIMPORT_PROXY_FAILED,    /* the proxy cannot reach the host, or sent nonsense; the detail is its HTTP status */
    ZIMPORT_LOST,            /* the connection ended before the reply was complete */
    ZIMPORT_CONNECT_TIMEOUT, /* no connection within connect_ms */
    ZIMPORT_IDLE_TIMEOUT,    /* no byte moved for idle_ms */
    ZIMPORT_TOTAL_TIMEOUT,   /* the exchange took longer than total_ms */
    ZIMPORT_PROXY_REFUSED, /* the proxy rejects credentials or host: trying again does not help. The detail as above */
    /* TLS: trying again does not help. */
    ZIMPORT_TLS_UNTRUSTED,     /* no chain from the certificate to a trusted root */
    ZIMPORT_TLS_EXPIRED,       /* a certificate of the chain has expired, or the clock is ahead */
    ZIMPORT_TLS_NOT_YET_VALID, /* a certificate of the chain is not valid yet, or the clock is behind */
    ZIMPORT_TLS_CLOCK,         /* the clock is impossibly early (zimport_tls.floor) */
    ZIMPORT_TLS_WRONG_HOST,    /* the certificate is for other names (RFC 9525) */
    ZIMPORT_TLS_WEAK,          /* a key, signature or extension of the chain is not acceptable */
    ZIMPORT_TLS_PIN,           /* the server's key is not one of those pinned */
    ZIMPORT_TLS_NO_COMMON,     /* no protocol version or cipher suite in common */
    ZIMPORT_TLS_CLIENT_CERT,   /* the server wants a client certificate, or another one */
    ZIMPORT_TLS_NO_TRUST,      /* no trusted root was given or found */
    ZIMPORT_TLS_ABSENT,        /* the server does not speak TLS: already its first byte is wrong */
    ZIMPORT_TLS_ALERT,         /* the server aborted with an alert, which is the detail */
    ZIMPORT_TLS_LIMIT,         /* a message or record of the server is too long for this build */
    ZIMPORT_TLS_BROKEN,        /* the server violated the TLS protocol */
    ZIMPORT_TLS_FAILED,        /* any other failure of TLS; the detail is mbedTLS's code */
    /* HTTP and JSON: the peer violated the protocol, or a limit of config.h was exceeded. */
    ZIMPORT_HTTP_SYNTAX,   /* not an HTTP/1.x response (RFC 9112) */
    ZIMPORT_HTTP_FRAMING,  /* contradictory or unusable body framing (RFC 9112 section 6.3) */
    ZIMPORT_HTTP_LIMIT,    /* header, trailer, chunk overhead, 1xx count or body larger than allowed */
    ZIMPORT_HTTP_ENCODING, /* a Content-Encoding, although we asked for "identity" */
    ZIMPORT_JSON_SYNTAX,   /* not JSON (RFC 8259) */
    ZIMPORT_JSON_DEPTH,    /* nested deeper than ZIMPORT_JSON_DEPTH_MAX */
    ZIMPORT_JSON_EARLY,    /* the text ends inside a value */
    /* The reply as a whole. */
    ZIMPORT_REPLY_NO_CODE,   /* 2xx without "code" */
    ZIMPORT_REPLY_NO_DATA,   /* 2xx and a "code" of success, but nothing about the job */
    ZIMPORT_REPLY_TYPE,      /* a wrong type in "code", "data", the state or the progress */
    ZIMPORT_REPLY_OTHER_JOB, /* about a different job */
    /* The service's own answer. */
    ZIMPORT_UNAUTHORIZED, /* the key is missing, wrong or lacks permission */
    ZIMPORT_NOT_FOUND,    /* the service knows no such job */
    ZIMPORT_REDIRECTED,   /* 3xx; never followed, since the key belongs to one origin */
    ZIMPORT_BUSY,         /* temporary: 408, 425, 429, 5xx except 501, 505, 511, 525, 526; or a code of that kind */
    ZIMPORT_REFUSED,      /* any other HTTP status or service code */
    ZIMPORT_ABORTED,      /* the application ended it (zimport_client_abort) */
    ZIMPORT_STATUS_COUNT
} zimport_status;
/* What to do about a status. */
typedef enum zimport_advice {
    ZIMPORT_DO_GO_ON, /* it worked */
    ZIMPORT_DO_AGAIN, /* call again when the transport is ready */
    ZIMPORT_DO_RETRY, /* ask again later; that may help */
    ZIMPORT_DO_CLOSE, /* give up: the result would be the same */
    ZIMPORT_DO_FIX    /* change the calling program or its configuration */
} zimport_advice;
/* The advice for a status; ZIMPORT_DO_FIX for an unknown number. */
zimport_advice zimport_status_advice(zimport_status status);
/* A few English words for a status, without a final stop. Static memory, never NULL. */
const char *zimport_status_text(zimport_status status);
ZIMPORT_END_C
#endif
