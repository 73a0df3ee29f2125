/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Builds a path (RFC 4158) from the server's certificate to a root: depth first, trusted issuers before those that were
 * sent, one step back from every dead end.
 *
 *     own -- issued by a root? --yes--> done
 *      '-- no: issued by one that was sent? --yes--> that one -- issued by a root? ...
 *                                             '-- no: back, to the next one that was sent
 *
 * First only certificates without fault are let in. If that leads nowhere, any are, to tell what is wrong.
 */
#include "chain.h"

#include <errno.h>
#include <string.h>

#include "../base/der.h"
#include "../base/fault.h"
#include "constraints.h"

enum {
    LENGTH = MBEDTLS_X509_MAX_INTERMEDIATE_CA + 1, /* the server's own, and those between it and the root */
    SIGNATURES = 64                                /* who sends a labyrinth gets no further */
};

typedef struct path {
    zimport_tls *tls;
    mbedtls_x509_crt *certificates[LENGTH]; /* the server's own first */
    int size;
    int left;                /* of the work: a signature, or about 2^16 comparisons with constraints */
    uint32_t tolerated;      /* flags that a certificate may have */
    mbedtls_x509_crt *roots; /* that may be the issuer; of their DER nothing is left, but the key */
    bool found;
    bool noted; /* a path without end, for want of a better one */
    bool failed;
    bool longer; /* an issuer was left out, since it had no room */
    bool looped; /* so was one of the last, since it is on the path */
} path;

static const mbedtls_x509_crt *last(const path *p) {
    return p->certificates[p->size - 1];
}

/* Of an issuer at this depth; a root's own signature says nothing. */
static uint32_t flags_of(path *p, const mbedtls_x509_crt *certificate, int depth, bool trusted) {
    uint32_t flags = zimport_certificate_flags(p->tls, certificate, depth);

    if (trusted) {
        flags &= ~(uint32_t)MBEDTLS_X509_BADCERT_BAD_MD;
    }

    for (int i = 0; i < depth; i++) {
        const mbedtls_x509_crt *below = p->certificates[i];
        const char *host = i == 0 && !p->tls->peer->address ? p->tls->peer->host : NULL;
        p->left -= (int)(below->v3_ext.len * certificate->v3_ext.len >> 20);
        if ((i == 0 || !zimport_certificate_is_self_issued(below)) &&
            !zimport_constraints_allow(certificate, below, host)) {
            flags |= ZIMPORT_FLAG_NAMES;
        }
    }
    return flags;
}

/* Roots of version 1 and 2 are authorities because they are trusted. */
static bool may_issue(const path *p, const mbedtls_x509_crt *issuer, bool trusted) {
    int below = 0;

    if (trusted && issuer->version < 3) {
        return true;
    }
    if (!issuer->ca_istrue || mbedtls_x509_crt_check_key_usage(issuer, MBEDTLS_X509_KU_KEY_CERT_SIGN) != 0) {
        return false;
    }
    for (int i = 1; i < p->size; i++) {
        below += !zimport_certificate_is_self_issued(p->certificates[i]);
    }
    return issuer->max_pathlen == 0 || issuer->max_pathlen > below; /* mbedTLS's is one more, and 0 for any */
}

static bool has_signed(path *p, mbedtls_x509_crt *issuer, const mbedtls_x509_crt *child) {
    unsigned char hash[MBEDTLS_MD_MAX_SIZE];
    const mbedtls_md_info_t *kind = mbedtls_md_info_from_type(child->sig_md);
    bool good;

    p->left--;
    if (!zimport_certificate_is_hash_strong(child)) { /* it has a flag for that, which nothing takes away */
        return true;
    }
    if (mbedtls_md(kind, child->tbs.p, child->tbs.len, hash) != 0) {
        return false;
    }
    zimport_economy_prepare(issuer);
    good = ZIMPORT_SEAM_CHECK_SIGNATURE(child, &issuer->pk, hash, mbedtls_md_get_size(kind)) == 0;
    zimport_economy_done(issuer);
    return good;
}

/* A path does not pass the same key under the same name twice. */
static bool is_on(const path *p, const mbedtls_x509_crt *certificate) {
    for (int i = 0; i < p->size; i++) {
        if (zimport_der_equal(&p->certificates[i]->pk_raw, &certificate->pk_raw) &&
            zimport_der_equal(&p->certificates[i]->subject_raw, &certificate->subject_raw)) {
            return true;
        }
    }
    return false;
}

/* Whether a certificate may be the issuer of the last one on the path, as far as can be seen without its signature. */
static bool suits(path *p, const mbedtls_x509_crt *issuer, bool trusted) {
    return p->left > 0 && may_issue(p, issuer, trusted) && (flags_of(p, issuer, p->size, trusted) & ~p->tolerated) == 0;
}

static bool fits_sent(path *p, mbedtls_x509_crt *issuer) {
    if (!zimport_names_equal(&last(p)->issuer_raw, &issuer->subject_raw)) {
        return false;
    }
    if (is_on(p, issuer)) {
        p->looped = true;
        return false;
    }
    if (p->size == LENGTH) {
        p->longer = true;
        return false;
    }
    return suits(p, issuer, false) && has_signed(p, issuer, last(p));
}

static void note(const path *p, const mbedtls_x509_crt *certificate, int depth, uint32_t flags) {
    int64_t end = zimport_certificate_end(certificate);

    zimport_fault_note(p->tls, certificate, depth, flags);
    p->tls->above |= flags;
    p->tls->chain_end = end < p->tls->chain_end ? end : p->tls->chain_end;
}

/* Tells what is wrong with the path as it is, from its end down to the issuer of the server's own certificate. */
static void conclude(path *p, const mbedtls_x509_crt *root, uint32_t flags) {
    zimport_fault_begin(p->tls);
    p->noted = true;
    if (root != NULL) {
        note(p, root, p->size, flags);
    }
    for (int i = p->size - 1; i > 0; i--) {
        uint32_t missing = root == NULL && i == p->size - 1 ? MBEDTLS_X509_BADCERT_NOT_TRUSTED : 0;
        note(p, p->certificates[i], i, flags_of(p, p->certificates[i], i, false) | missing);
    }
}

static void give_back(mbedtls_x509_crt *root) {
    mbedtls_x509_crt_free(root);
    mbedtls_free(root);
}

/* A root without fault is kept until its DER has been given back: verifying a signature takes most of the heap. */
static bool consider(void *context, const uint8_t *der, size_t size) {
    path *p = context;
    mbedtls_x509_crt *root = mbedtls_calloc(1, sizeof *root);

    if (root == NULL) {
        p->failed = true;
        return false;
    }
    mbedtls_x509_crt_init(root);
    if (mbedtls_x509_crt_parse_der_nocopy(root, der, size) == 0 && suits(p, root, true)) {
        if (p->tolerated == 0) {
            root->next = p->roots;
            p->roots = root;
            return true;
        }
        p->found = has_signed(p, root, last(p));
        if (p->found) {
            conclude(p, root, flags_of(p, root, p->size, true));
        }
    }
    give_back(root);
    return !p->found;
}

void zimport_path_failed(zimport_tls *tls, zimport_status status) {
    tls->trust_failure = status;
    tls->trust_detail = errno;
}

/* Whether the path ends here: at a root, or since the roots cannot be read. */
static bool ends(path *p) {
    const mbedtls_x509_buf *issuer = &last(p)->issuer_raw;
    zimport_status status = p->tls->trust->find(p->tls->trust, issuer->p, issuer->len, consider, p);

    if (status != ZIMPORT_OK || p->failed) {
        zimport_path_failed(p->tls, p->failed ? ZIMPORT_NO_MEMORY : status);
        p->failed = true;
    }
    while (p->roots != NULL) {
        mbedtls_x509_crt *root = p->roots;
        p->roots = root->next;
        root->next = NULL;
        if (!p->found && !p->failed && p->left > 0 && has_signed(p, root, last(p))) {
            p->found = true;
            root->subject_raw = *issuer; /* its own is gone with the DER */
            root->issuer_raw.len = 0;
            conclude(p, root, 0);
        }
        give_back(root);
    }
    return p->found || p->failed;
}

/* The first one is told, where nothing better is found. */
static void note_dead_end(path *p) {
    if (p->tolerated == 0 || p->noted) {
        return;
    }
    conclude(p, NULL, 0);
    /* What can be said of an issuer that does not fit is not true of one that is on the path. */
    if (p->looped && zimport_fault_status(p->tls->above) == ZIMPORT_TLS_UNTRUSTED) {
        p->tls->fault = 0;
    }
}

static void search(path *p, uint32_t tolerated) {
    mbedtls_x509_crt *next = p->certificates[0]->next;

    p->tolerated = tolerated;
    p->size = 1;
    if (ends(p)) {
        return;
    }
    for (;;) {
        while (next != NULL && !fits_sent(p, next)) {
            next = next->next;
        }
        if (next != NULL) {
            p->certificates[p->size++] = next;
            p->looped = false;
            if (ends(p)) {
                return;
            }
            next = p->certificates[0]->next;
        } else {
            note_dead_end(p);
            if (p->size == 1) {
                return;
            }
            next = p->certificates[--p->size]->next;
        }
    }
}

uint32_t zimport_path_find(zimport_tls *tls, mbedtls_x509_crt *own) {
    path p = {.tls = tls, .certificates = {own}, .left = SIGNATURES};

    search(&p, 0);
    if (!p.found && !p.failed) {
        search(&p, ~(uint32_t)0);
    }
    if (p.found || p.failed) {
        return 0;
    }
    if (p.left <= 0 || p.longer) {
        zimport_fault_begin(tls);
        return p.left <= 0 ? ZIMPORT_FLAG_WORK : ZIMPORT_FLAG_LENGTH;
    }
    return tls->above == 0 ? MBEDTLS_X509_BADCERT_NOT_TRUSTED : 0;
}
