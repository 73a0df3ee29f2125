/* SPDX-License-Identifier: Apache-2.0 */
/* Offered only to its owner, while it lasts, and if no bit of it has changed. */
#include "session_run.h"

static void test_offered(void **state) {
    (void)state;
    for (kind which = 0; which < KINDS; which++) {
        setting set;
        uint8_t memory[PLENTY];
        set_up(&set, memory, sizeof memory);
        CHECK(!offers(&set), names[which]);
        CHECK(set.session.size == 0 && !set.session.changed, names[which]);
        keep_this(&set, session_of(which, set.peer.host));
        CHECK(set.session.size > 0 && set.session.size < 400 && set.session.changed, names[which]);
        CHECK(offers(&set), names[which]);
        CHECK(offers(&set), names[which]);
        CHECK_EQUAL(set.opens, 4, names[which]);
        set.tls.session = NULL;
        CHECK(!offers(&set), names[which]);
    }
}

static void test_address(void **state) {
    setting set;
    uint8_t memory[PLENTY];

    (void)state;
    set_up(&set, memory, sizeof memory);
    set.peer.host = "192.0.2.1";
    set.peer.address = true;
    keep_this(&set, session_of(TICKET_1_3, NULL));
    assert_true(offers(&set));
}

typedef void change(setting *set);

static void other_host(setting *set) {
    set->peer.host = "host.test.";
}

static void other_port(setting *set) {
    set->peer.port++;
}

static void other_roots(setting *set) {
    set->trusted = "root";
}

static void unreadable_roots(setting *set) {
    set->trusted = "";
}

static void unknown_roots(setting *set) {
    set->trust.identify = NULL;
}

static void with_identity(setting *set) {
    set->tls.identity = &set->identity;
}

static void with_pins(setting *set) {
    set->tls.pins = &set->pins;
}

static void with_no_pin(setting *set) {
    set->tls.pins = &set->pins;
    set->pins.count = 0;
}

static void newer_only(setting *set) {
    set->tls.min_version = ZIMPORT_TLS_1_3;
}

static void later(setting *set) {
    set->now = NOW + 7200;
}

static void earlier(setting *set) {
    set->now = NOW - 1;
}

static void test_other_owner(void **state) {
    static change *const changes[] = {other_host,    other_port, other_roots, unknown_roots, unreadable_roots,
                                      with_identity, with_pins,  with_no_pin, newer_only,    earlier};

    (void)state;
    for (kind which = 0; which < KINDS; which++) {
        for (size_t i = 0; i < COUNT(changes); i++) {
            setting set;
            uint8_t memory[PLENTY];
            have(&set, which, memory, sizeof memory);
            changes[i](&set);
            CHECK(!offers(&set), names[which]);
            CHECK(set.session.size > 0, names[which]); /* it is another's, not bad */
        }
    }
}

/* Each counts to the last bit. */
static void test_other_identity_and_pins(void **state) {
    setting set;
    uint8_t memory[PLENTY];

    (void)state;
    set_up(&set, memory, sizeof memory);
    set.tls.identity = &set.identity;
    set.tls.pins = &set.pins;
    set.pins.count = 2;
    keep_this(&set, session_of(TICKET_1_3, set.peer.host));
    assert_true(offers(&set));
    set.pin[1][31] ^= 1;
    assert_false(offers(&set));
    set.pin[1][31] ^= 1;
    set.pins.count = 1;
    assert_false(offers(&set));
    set.pins.count = 2;
    set.identity.digest[31] ^= 1;
    assert_false(offers(&set));
    set.identity.digest[31] ^= 1;
    set.tls.pins = NULL;
    assert_false(offers(&set));
    set.tls.pins = &set.pins;
    set.tls.identity = NULL;
    assert_false(offers(&set));
    set.tls.identity = &set.identity;
    assert_true(offers(&set));
}

/* Then nothing is kept. */
static void test_unknown_roots(void **state) {
    setting set;
    uint8_t memory[PLENTY];

    (void)state;
    set_up(&set, memory, sizeof memory);
    set.trust.identify = NULL;
    keep_this(&set, session_of(TICKET_1_3, set.peer.host));
    assert_int_equal(set.session.size, 0);
    assert_false(set.session.changed);
    set.trust.identify = identify;
    set.trusted = "";
    keep_this(&set, session_of(TICKET_1_3, set.peer.host));
    assert_int_equal(set.session.size, 0);
}

/* They are others once the chain is verified: whose session it is cannot be said. */
static void test_roots_change_meanwhile(void **state) {
    setting set;
    uint8_t memory[PLENTY];
    mbedtls_ssl_context *ssl;

    (void)state;
    for (int changes = 0; changes < 2; changes++) {
        set_up(&set, memory, sizeof memory);
        assert_int_equal(begin_at(&set, 0), ZIMPORT_WANT_READ);
        ssl = &zimport_tls_contexts_of(&set.tls)->ssl;
        ssl->session = session_of(TICKET_1_3, set.peer.host);
        ssl->tls_version = ssl->session->tls_version;
        set.trusted = changes != 0 ? "others" : "roots";
        set.session.api->keep(&set.tls, true);
        ssl->session = NULL;
        leave(&set);
        assert_int_equal(set.session.size > 0, changes == 0);
    }
}

static void test_time(void **state) {
    setting set;
    uint8_t memory[PLENTY];

    (void)state;
    have(&set, TICKET_1_2, memory, sizeof memory);
    later(&set);
    assert_false(offers(&set));
    set.now = NOW + 7199;
    assert_true(offers(&set));
    set.now = ZIMPORT_TIME_UNKNOWN;
    assert_int_equal(begin_at(&set, 0), ZIMPORT_TLS_CLOCK);
    assert_true(set.session.size > 0);

    /* A session without a time of its own: a day. */
    have(&set, NUMBER_1_2, memory, sizeof memory);
    set.now = NOW + 86400;
    assert_false(offers(&set));
    set.now--;
    assert_true(offers(&set));
}

/* RFC 8446 section 4.2.11.1: hidden by adding a number to it. */
static void test_age(void **state) {
    setting set;
    uint8_t memory[PLENTY];
    mbedtls_ssl_session *from;
    const uint8_t *age;
    size_t size = strlen(TICKET);
    size_t at = 0;

    (void)state;
    set_up(&set, memory, sizeof memory);
    from = session_of(TICKET_1_3, set.peer.host);
    from->ticket_age_add = 0xFFFFFF00;
    keep_this(&set, from);
    set.now += 5;
    assert_true(offers(&set));
    while (at + size + 4 <= set.size && memcmp(set.hello + at, TICKET, size) != 0) {
        at++;
    }
    assert_true(at + size + 4 <= set.size);
    age = set.hello + at + size;
    if (memcmp(age, "\0\0\0", 4) == 0) {
        print_message("no age is told: this mbedTLS lacks port/mbedtls/patches/tls13-ticket-age.patch\n");
        skip();
    }
    assert_int_equal((uint32_t)age[0] << 24 | (uint32_t)age[1] << 16 | (uint32_t)age[2] << 8 | age[3], 5000 - 256);
}

static void test_certificate_ends(void **state) {
    setting set;
    uint8_t memory[PLENTY];
    mbedtls_ssl_session *from;

    (void)state;
    set_up(&set, memory, sizeof memory);
    from = session_of(TICKET_1_3, set.peer.host);
    from->ticket_lifetime = 604800;
    set.now = END - 100;
    keep_this(&set, from);
    assert_true(offers(&set));
    set.now = END;
    assert_true(offers(&set));
    set.now = END + 1;
    assert_false(offers(&set));
}

static void test_moved(void **state) {
    (void)state;
    for (size_t shift = 0; shift < 9; shift++) {
        setting set;
        uint8_t memory[PLENTY];
        uint8_t other[PLENTY];
        have(&set, TICKET_1_3, memory + shift, sizeof memory - shift);
        assert_true(offers(&set));
        memcpy(other + 9 - shift, memory + shift, set.session.size);
        set.session.memory = other + 9 - shift;
        assert_true(offers(&set));
    }
}

static void test_every_cut(void **state) {
    (void)state;
    for (kind which = 0; which < KINDS; which++) {
        setting set;
        uint8_t memory[PLENTY] = {0};
        have(&set, which, memory, sizeof memory);
        for (size_t size = 0, whole = set.session.size; size <= whole + 40; size++) {
            char *cut = exact((zimport_view){(const char *)memory, size});
            set.session.memory = (uint8_t *)cut;
            set.session.capacity = set.session.size = size;
            CHECK(offers(&set) == (size == whole), names[which]);
            free(cut);
        }
    }
}

static void test_every_byte(void **state) {
    (void)state;
    for (kind which = 0; which < KINDS; which++) {
        setting set;
        uint8_t memory[PLENTY];
        have(&set, which, memory, sizeof memory);
        for (size_t i = 0; i < set.session.size; i++) {
            memory[i] ^= (uint8_t)(1 << i % 8);
            CHECK(!offers(&set), names[which]);
            memory[i] ^= (uint8_t)(1 << i % 8);
        }
        CHECK(offers(&set), names[which]);
    }
}

static void test_every_room(void **state) {
    size_t needed;

    (void)state;
    for (kind which = 0; which < KINDS; which++) {
        setting set;
        uint8_t memory[PLENTY];
        have(&set, which, memory, sizeof memory);
        needed = set.session.size;
        for (size_t capacity = 0; capacity <= needed + 1; capacity++) {
            char *room = exact((zimport_view){(const char *)memory, capacity});
            have(&set, which, room, capacity);
            CHECK(set.session.size == (capacity < needed ? 0 : needed), names[which]);
            CHECK(offers(&set) == (capacity >= needed), names[which]);
            free(room);
        }
    }
}

static void test_more_than_there_is(void **state) {
    setting set;
    uint8_t memory[PLENTY];

    (void)state;
    have(&set, TICKET_1_3, memory, sizeof memory);
    set.session.capacity = set.session.size - 1;
    assert_false(offers(&set));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_offered),
        cmocka_unit_test(test_address),
        cmocka_unit_test(test_other_owner),
        cmocka_unit_test(test_other_identity_and_pins),
        cmocka_unit_test(test_unknown_roots),
        cmocka_unit_test(test_roots_change_meanwhile),
        cmocka_unit_test(test_time),
        cmocka_unit_test(test_age),
        cmocka_unit_test(test_certificate_ends),
        cmocka_unit_test(test_moved),
        cmocka_unit_test(test_every_cut),
        cmocka_unit_test(test_every_byte),
        cmocka_unit_test(test_every_room),
        cmocka_unit_test(test_more_than_there_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
