/* SPDX-License-Identifier: Apache-2.0 */
/* PEM, by induction: from every state that `possible` allows, any character leads to one that it allows. So texts of
 * every length are proved, fed in any pieces. The bounds are those of the loops that compare labels. */
#include "prove.h"

#include "port/mbedtls/base/pem.h"

/* As in pem.c. */
enum { LINE, LABEL, REST, BODY, FOOT };
enum { BEGIN_SIZE = sizeof "-----BEGIN " - 1, END_SIZE = sizeof "-----END " - 1, DASHES = 5 };

static bool possible(const zimport_pem *pem) {
    if (pem->label_size > sizeof pem->label || pem->sextets > 3 || pem->bits > 7 || pem->padding > 1) {
        return false;
    }
    switch (pem->state) {
    case LINE:
        return pem->matched < BEGIN_SIZE;
    case LABEL:
        return pem->matched < DASHES;
    case FOOT:
        return pem->matched >= 1 && pem->matched < END_SIZE + pem->label_size + DASHES;
    case REST:
        return pem->matched == 0;
    default:
        return pem->state <= FOOT;
    }
}

void proof(void) {
    zimport_pem pem = {0};
    zimport_pem any;

    ASSERT(possible(&pem));
    any.every = nondet_bool();
    ASSUME(possible(&any));
    pem = any;
    ASSERT(zimport_pem_feed(&pem, nondet_char()) <= ZIMPORT_PEM_BAD);
    ASSERT(possible(&pem));
    pem = any;
    zimport_pem_begin(&pem);
    ASSERT(possible(&pem));
}
