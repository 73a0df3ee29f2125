/* SPDX-License-Identifier: Apache-2.0 */
/* A session from a file: up to MOST bytes of any content, more than it has without a ticket, in memory of any size. A
 * stub says what the checksum is, so that damaged ones are looked at, too. What is usable has sizes that fit and an
 * age. */
#include "prove.h"

#include "port/mbedtls/session/session.c"

bool sum_stub(const zimport_tls *tls, size_t size, uint8_t checksum[CHECKSUM]) {
    ASSERT(READABLE(tls->session->memory, size));
    havoc(checksum, CHECKSUM);
    return nondet_bool();
}

void proof(void) {
    uint8_t block[MOST];
    zimport_session session;
    zimport_tls tls;
    form about;
    int64_t now = nondet_i64();

    session.capacity = up_to(MOST);
    session.memory = block + MOST - session.capacity;
    session.size = nondet_size();
    tls.session = &session;
    if (is_usable(&tls, &about, now)) {
        ASSERT(session.size >= AROUND && session.size <= session.capacity);
        ASSERT(about.secret_size <= sizeof about.secret && about.number_size <= sizeof about.number);
        ASSERT(now >= about.from && (uint64_t)now - (uint64_t)about.from < about.lifetime);
    }
}
