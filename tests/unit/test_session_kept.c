/* SPDX-License-Identifier: Apache-2.0 */
/* What is kept of a connection's session, and what the next connection gets of it. */
#include "session_run.h"

static void fill(void *memory, size_t size, unsigned first) {
    uint8_t *bytes = memory;

    for (size_t i = 0; i < size; i++) {
        bytes[i] = (uint8_t)(first + i);
    }
}

static bool is_filled(const void *memory, size_t size, unsigned first) {
    const uint8_t *bytes = memory;
    bool same = true;

    for (size_t i = 0; i < size; i++) {
        same = same && bytes[i] == (uint8_t)(first + i);
    }
    return same;
}

/* With every field at its longest. */
static mbedtls_ssl_session *full_session(kind which, const char *host) {
    mbedtls_ssl_session *from = session_of(which, host);

    if (which == TICKET_1_3) {
        from->resumption_key_len = 48;
        fill(from->resumption_key, 48, 11);
    } else {
        fill(from->master, 48, 77);
    }
    return from;
}

static void check_restored(const setting *set, kind which, const mbedtls_ssl_session *from) {
    const mbedtls_ssl_session *got = zimport_tls_contexts_of(&set->tls)->ssl.session_negotiate;

    CHECK(got != NULL, names[which]);
    CHECK_EQUAL(got->tls_version, from->tls_version, names[which]);
    CHECK_EQUAL(got->ciphersuite, from->ciphersuite, names[which]);
    CHECK_EQUAL(got->verify_result, 0, names[which]);
    CHECK_EQUAL(got->ticket_len, from->ticket_len, names[which]);
    CHECK(from->ticket_len == 0 || memcmp(got->ticket, TICKET, from->ticket_len) == 0, names[which]);
    if (which == NUMBER_1_2) {
        CHECK_EQUAL(got->id_len, 32, names[which]);
        CHECK(memcmp(got->id, NUMBER, 32) == 0, names[which]);
    }
    if (which == TICKET_1_3) {
        CHECK_EQUAL(got->ticket_flags & 7, 4, names[which]);
        CHECK_EQUAL(got->resumption_key_len, 48, names[which]);
        CHECK(is_filled(got->resumption_key, 48, 11), names[which]);
    } else {
        CHECK(is_filled(got->master, 48, 77), names[which]);
    }
}

/* What lies on the stack makes no difference. */
static void dirty(int value) {
    volatile char bytes[8192];

    for (size_t i = 0; i < sizeof bytes; i++) {
        bytes[i] = (char)value;
    }
}

/* form | ticket | checksum */
static void test_form(void **state) {
    enum { FORM = 144, SUM = 32 };

    (void)state;
    for (kind which = 0; which < KINDS; which++) {
        setting set;
        uint8_t memory[PLENTY];
        uint8_t checksum[SUM];
        zimport_hash hash;
        set_up(&set, memory, sizeof memory);
        mbedtls_ssl_session *from = session_of(which, set.peer.host);
        size_t size = FORM + from->ticket_len;
        dirty(0x11);
        keep_this(&set, from);
        CHECK_EQUAL(set.session.size, size + SUM, names[which]);
        CHECK(from->ticket_len == 0 || memcmp(memory + FORM, TICKET, from->ticket_len) == 0, names[which]);
        zimport_hash_begin(&hash);
        zimport_hash_add(&hash, set.tls.session_key, sizeof set.tls.session_key);
        zimport_hash_add(&hash, memory, size);
        CHECK(zimport_hash_end(&hash, checksum), names[which]);
        CHECK(memcmp(memory + size, checksum, SUM) == 0, names[which]);
        for (int value = 0; value < 256; value += 51) {
            dirty(value);
            CHECK(offers(&set), names[which]);
        }
    }
}

static void test_restored(void **state) {
    (void)state;
    for (kind which = 0; which < KINDS; which++) {
        for (int asked = 0; asked < 2; asked++) {
            setting set;
            uint8_t memory[PLENTY];
            char *host = exact((zimport_view){"host.test", sizeof "host.test"});
            int bits = ZIMPORT_SESSION_BOUND | ZIMPORT_SESSION_OFFERED | ZIMPORT_SESSION_CONTINUES;
            set_up(&set, memory, sizeof memory);
            set.peer.host = host;
            mbedtls_ssl_session *from = full_session(which, host);
            assert_int_equal(begin_at(&set, 0), ZIMPORT_WANT_READ);
            CHECK_EQUAL(set.tls.session_state, ZIMPORT_SESSION_BOUND, names[which]);
            leave(&set);
            set.asked = asked != 0;
            keep_this(&set, from);
            set.tls.chain_end = 0;
            set.tls.asked = false;
            memset(set.tls.not_after, 'x', sizeof set.tls.not_after - 1);
            assert_int_equal(begin_at(&set, 0), ZIMPORT_WANT_READ);
            check_restored(&set, which, from);
            CHECK_EQUAL(set.tls.session_state, bits | (asked != 0 ? ZIMPORT_SESSION_ASKED : 0), names[which]);
            CHECK(set.tls.chain_end == END, names[which]);
            CHECK(strcmp(set.tls.not_after, "2027-01-26T21:46:40Z") == 0, names[which]);
            leave(&set);
            free(host);
        }
    }
}

/* Which of them have a lifetime of their own. */
static void test_lifetimes(void **state) {
    static const struct {
        kind which;
        uint32_t lifetime;
        int64_t lasts;
    } rows[] = {
        {TICKET_1_2, 1, 1},     {TICKET_1_2, 300, 300}, {TICKET_1_2, 0, 86400},   {TICKET_1_3, 1, 1},
        {TICKET_1_3, 0, 86400}, {NUMBER_1_2, 0, 86400}, {NUMBER_1_2, 300, 86400},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        setting set;
        uint8_t memory[PLENTY];
        set_up(&set, memory, sizeof memory);
        mbedtls_ssl_session *from = session_of(rows[i].which, set.peer.host);
        from->ticket_lifetime = rows[i].lifetime;
        keep_this(&set, from);
        set.now = NOW + rows[i].lasts;
        CHECK(!offers(&set), names[rows[i].which]);
        set.now--;
        CHECK(offers(&set), names[rows[i].which]);
        set.now = NOW;
        CHECK(offers(&set), names[rows[i].which]);
    }
}

/* It has a lifetime, too, and is offered. */
static void test_short_ticket(void **state) {
    setting set;
    uint8_t memory[PLENTY];

    (void)state;
    set_up(&set, memory, sizeof memory);
    mbedtls_ssl_session *from = session_of(TICKET_1_2, set.peer.host);
    from->ticket_len = 1;
    keep_this(&set, from);
    assert_memory_equal(memory, "zimport2", 8); /* for people */
    set.now = NOW + 7199;
    assert_int_equal(begin_at(&set, 0), ZIMPORT_WANT_READ);
    const mbedtls_ssl_session *got = zimport_tls_contexts_of(&set.tls)->ssl.session_negotiate;
    assert_int_equal(got->ticket_len, 1);
    assert_non_null(got->ticket);
    assert_int_equal(got->ticket[0], TICKET[0]);
    leave(&set);
    set.now++;
    assert_int_equal(begin_at(&set, 0), ZIMPORT_WANT_READ);
    assert_int_equal(set.tls.session_state, ZIMPORT_SESSION_BOUND);
    leave(&set);
}

enum { NEW = 's', OLD = 'o', NONE = 'n' };

/* While an older one is there: whether that stays, or nothing does, or the new one takes its place. */
static void test_kept(void **state) {
    enum { B = ZIMPORT_SESSION_BOUND, O = ZIMPORT_SESSION_OFFERED, C = ZIMPORT_SESSION_CONTINUES };
    enum { S = ZIMPORT_SESSION_STALE };
    static const struct {
        const char *what;
        kind which;
        int bits;
        bool ticket; /* has just come: TLS 1.3 */
        bool number; /* and a number, too */
        bool bare;   /* neither ticket nor number */
        char kept;
    } rows[] = {
        {"whose is unknown", TICKET_1_2, 0, false, false, false, OLD},
        {"whose is unknown, 1.3", TICKET_1_3, 0, true, false, false, OLD},
        {"first ticket", TICKET_1_2, B, false, false, false, NEW},
        {"first number", NUMBER_1_2, B, false, false, false, NEW},
        {"ticket and number", TICKET_1_2, B, false, true, false, NEW},
        {"neither", TICKET_1_2, B, false, false, true, OLD},
        {"1.3, no ticket yet", TICKET_1_3, B, false, false, false, OLD},
        {"1.3, ticket", TICKET_1_3, B, true, false, false, NEW},
        {"refused, ticket", TICKET_1_2, B | O, false, false, false, NEW},
        {"refused, number", NUMBER_1_2, B | O, false, false, false, NEW},
        {"refused, neither", TICKET_1_2, B | O, false, false, true, NONE},
        {"refused, 1.3", TICKET_1_3, B | O, false, false, false, NONE},
        {"resumed, 1.3", TICKET_1_3, B | O | C, false, false, false, OLD},
        {"resumed, 1.3, ticket", TICKET_1_3, B | O | C, true, false, false, NEW},
        {"resumed, number", NUMBER_1_2, B | O | C, false, false, false, OLD},
        {"resumed, ticket and number", TICKET_1_2, B | O | C, false, true, false, OLD},
        {"resumed, new ticket", TICKET_1_2, B | O | C, false, false, false, NEW},
        {"resumed, neither", TICKET_1_2, B | O | C, false, false, true, OLD},
        {"newer TLS, first", TICKET_1_2, B | S, false, false, false, NONE},
        {"newer TLS, resumed", TICKET_1_2, B | O | C | S, false, false, false, NONE},
        {"newer TLS, number", NUMBER_1_2, B | O | C | S, false, false, false, NONE},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        setting set;
        uint8_t memory[PLENTY];
        uint8_t before[PLENTY];
        have(&set, TICKET_1_3, memory, sizeof memory);
        memcpy(before, memory, sizeof memory);
        set.session.changed = false;
        mbedtls_ssl_session *from = full_session(rows[i].which, set.peer.host);
        from->id_len = rows[i].number ? 32 : from->id_len;
        from->ticket_len = rows[i].bare ? 0 : from->ticket_len;
        assert_int_equal(begin_at(&set, 0), ZIMPORT_WANT_READ);
        mbedtls_ssl_context *ssl = &zimport_tls_contexts_of(&set.tls)->ssl;
        ssl->session = from;
        ssl->tls_version = from->tls_version;
        set.tls.session_state = (uint8_t)rows[i].bits;
        set.tls.chain_end = END - 1;
        set.session.api->keep(&set.tls, rows[i].ticket);
        ssl->session = NULL;
        leave(&set);
        bool same = memcmp(before, memory, sizeof memory) == 0;
        CHECK_EQUAL(set.session.size > 0, rows[i].kept != NONE, rows[i].what);
        CHECK_EQUAL(set.session.changed, rows[i].kept != OLD, rows[i].what);
        CHECK(rows[i].kept == NONE || same == (rows[i].kept == OLD), rows[i].what);
    }
}

/* Forgetting what was not there is no change. */
static void test_forgotten(void **state) {
    (void)state;
    for (size_t size = 0; size <= 1; size++) {
        setting set;
        uint8_t memory[PLENTY] = {0};
        set_up(&set, memory, sizeof memory);
        mbedtls_ssl_session *from = session_of(TICKET_1_2, set.peer.host);
        assert_int_equal(begin_at(&set, 0), ZIMPORT_WANT_READ);
        mbedtls_ssl_context *ssl = &zimport_tls_contexts_of(&set.tls)->ssl;
        ssl->session = from;
        ssl->tls_version = from->tls_version;
        set.tls.session_state = ZIMPORT_SESSION_BOUND | ZIMPORT_SESSION_STALE;
        set.session.size = size;
        set.session.api->keep(&set.tls, false);
        ssl->session = NULL;
        leave(&set);
        assert_int_equal(set.session.size, 0);
        assert_int_equal(set.session.changed, size > 0);
    }
}

#if defined(ZIMPORT_SEAM_NEWER)
/* RFC 8446 section 4.1.3: the last eight bytes of a server's random number. */
static void test_newer(void **state) {
    static const struct {
        const char *end;
        bool newer;
    } rows[] = {
        {"aaaaaaaa", false}, {"DOWNGRD\1", true}, {"DOWNGRD\0", false}, {"DOWNGRC\1", false}, {"OWNGRD\1a", false}};

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        setting set;
        uint8_t memory[PLENTY];
        uint8_t random[32];
        have(&set, TICKET_1_2, memory, sizeof memory);
        memset(random, 'D', sizeof random);
        memcpy(random + 24, rows[i].end, 8);
        assert_int_equal(begin_at(&set, 0), ZIMPORT_WANT_READ);
        mbedtls_ssl_context *ssl = &zimport_tls_contexts_of(&set.tls)->ssl;
        assert_non_null(ssl->f_export_keys);
        ssl->f_export_keys(ssl->p_export_keys, MBEDTLS_SSL_KEY_EXPORT_TLS12_MASTER_SECRET, random, 32, random, random,
                           MBEDTLS_SSL_TLS_PRF_SHA256);
        CHECK_EQUAL((set.tls.session_state & ZIMPORT_SESSION_STALE) != 0, rows[i].newer, rows[i].end);
        leave(&set);
    }
    setting set;
    uint8_t memory[PLENTY];
    have(&set, TICKET_1_3, memory, sizeof memory);
    assert_int_equal(begin_at(&set, 0), ZIMPORT_WANT_READ);
    assert_null(zimport_tls_contexts_of(&set.tls)->ssl.f_export_keys);
    leave(&set);
}
#endif

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_form),
        cmocka_unit_test(test_restored),
        cmocka_unit_test(test_lifetimes),
        cmocka_unit_test(test_short_ticket),
        cmocka_unit_test(test_kept),
        cmocka_unit_test(test_forgotten),
#if defined(ZIMPORT_SEAM_NEWER)
        cmocka_unit_test(test_newer),
#endif
    };
    return cmocka_run_group_tests_name("session, kept", tests, NULL, NULL);
}
