/* SPDX-License-Identifier: Apache-2.0 */
/* Whole handshakes, of TLS 1.2 and 1.3, with good and bad certificates; what is told about them. */
#include "tls_memory.h"

#define DAY 86400

typedef struct row {
    const char *label;
    const char *fault; /* of the certificate */
    const char *host;
    int32_t days;     /* that the clock is ahead */
    bool otherwise;   /* another server's root is trusted */
    const char *pins; /* NULL; of the key: "=" it, "!" another one, "!=" both, "" none */
    zimport_status status;
    int place;
    const char *name; /* that is blamed */
    const char *cause;
    int alert; /* that the server is told */
} row;

enum { OWN = ZIMPORT_SERVERS_OWN, BETWEEN = ZIMPORT_INTERMEDIATE };

#define LEAF "localhost"
#define ROOT "Simulator Root"
#define MIDDLE "Simulator Intermediate"

static const row rows[] = {
    {"good", "", "host.test", 0, false, NULL, ZIMPORT_OK, 0, "", "", -1},
    {"good, in capitals", "", "HOST.Test", 0, false, NULL, ZIMPORT_OK, 0, "", "", -1},
    {"an address", "", "192.0.2.1", 0, false, NULL, ZIMPORT_OK, 0, "", "", -1},
    {"another address", "", "192.0.2.2", 0, false, NULL, ZIMPORT_TLS_WRONG_HOST, OWN, LEAF, "", 42},
    {"an address of IPv6", "", "2001:db8::1", 0, false, NULL, ZIMPORT_OK, 0, "", "", -1},
    {"the beginning of an address of IPv6", "", "32.1.13.184", 0, false, NULL, ZIMPORT_TLS_WRONG_HOST, OWN, LEAF, "",
     42},
    {"an address, and what stands behind it", "", "c000:201:8710:2001:db8::", 0, false, NULL, ZIMPORT_TLS_WRONG_HOST,
     OWN, LEAF, "", 42},
    {"another name", "", "host.tesu", 0, false, NULL, ZIMPORT_TLS_WRONG_HOST, OWN, LEAF, "", 42},
    {"only the common name", "no-san", LEAF, 0, false, NULL, ZIMPORT_TLS_WRONG_HOST, OWN, LEAF, "", 42},
    {"names of another", "wrong-host", "host.test", 0, false, NULL, ZIMPORT_TLS_WRONG_HOST, OWN, "elsewhere.example",
     "", 42},
    {"a wildcard", "wrong-host", "a.elsewhere.example", 0, false, NULL, ZIMPORT_OK, 0, "", "", -1},
    {"another root", "", "host.test", 0, true, NULL, ZIMPORT_TLS_UNTRUSTED, ZIMPORT_TRUSTED, ROOT,
     "has another key than the issuer", 48},
    {"a root of another name", "untrusted", "host.test", 0, false, NULL, ZIMPORT_TLS_UNTRUSTED, 0, ROOT, "", 48},
    {"signed by itself", "self-signed", "host.test", 0, false, NULL, ZIMPORT_TLS_UNTRUSTED, 0, LEAF, "", 48},
    {"expired", "expired", "host.test", 0, false, NULL, ZIMPORT_TLS_EXPIRED, OWN, LEAF, "", 45},
    {"expired, by the clock", "", "host.test", 31, false, NULL, ZIMPORT_TLS_EXPIRED, OWN, LEAF, "", 45},
    {"not yet valid", "future", "host.test", 0, false, NULL, ZIMPORT_TLS_NOT_YET_VALID, OWN, LEAF, "", 46},
    {"once it is valid", "future", "host.test", 11, false, NULL, ZIMPORT_OK, 0, "", "", -1},
    {"not yet valid, by the clock", "", "host.test", -2, false, NULL, ZIMPORT_TLS_NOT_YET_VALID, OWN, LEAF, "", 46},
    {"a weak hash", "sha1", "host.test", 0, false, NULL, ZIMPORT_TLS_WEAK, OWN, LEAF, "has a weak signature", 46},
    {"a weak key", "weak", "host.test", 0, false, NULL, ZIMPORT_TLS_WEAK, OWN, LEAF, "has a weak key", 43},
    {"for clients", "client-only", "host.test", 0, false, NULL, ZIMPORT_TLS_WEAK, OWN, LEAF, "is not meant for servers",
     43},
    {"issued by no authority", "not-ca", "host.test", 0, false, NULL, ZIMPORT_TLS_UNTRUSTED, BETWEEN, MIDDLE,
     "is no authority", 48},
    {"the key is pinned", "", "host.test", 0, false, "=", ZIMPORT_OK, 0, "", "", -1},
    {"the second pin is the key's", "", "host.test", 0, false, "!=", ZIMPORT_OK, 0, "", "", -1},
    {"another key is pinned", "", "host.test", 0, false, "!", ZIMPORT_TLS_PIN, OWN, LEAF, "", 49},
    {"no pin, but pins are wanted", "", "host.test", 0, false, "", ZIMPORT_TLS_PIN, OWN, LEAF, "", 49},
    {"pinned, but not trusted", "", "host.test", 0, true, "=", ZIMPORT_TLS_UNTRUSTED, ZIMPORT_TRUSTED, ROOT,
     "has another key than the issuer", 48},
    {"another key and another name", "", "host.tesu", 0, false, "!", ZIMPORT_TLS_WRONG_HOST, OWN, LEAF, "", 49},
};

static tls_host *other;

/* The key's digest, out of a first handshake. */
static void see_pin(tls_host *host, zimport_pin pin) {
    zimport_pins pins;
    tls_run run;

    zimport_pins_init(&pins, NULL, 0);
    tls_run_init(&run, host);
    run.tls.pins = &pins;
    assert_int_equal(tls_run_open(&run), ZIMPORT_TLS_PIN);
    memcpy(pin, pins.seen, sizeof pins.seen);
}

static void set_pins(const row *of, tls_host *host, tls_run *run, zimport_pins *pins, zimport_pin list[2]) {
    if (of->pins == NULL) {
        return;
    }
    zimport_pins_init(pins, (const zimport_pin *)list, strlen(of->pins));
    for (size_t i = 0; i < pins->count; i++) {
        see_pin(host, list[i]);
        list[i][31] ^= of->pins[i] == '!';
    }
    run->tls.pins = pins;
}

static void check_row(const row *of, tls_host *host, bool blames) {
    tls_run run;
    zimport_pins pins;
    zimport_pin list[2];

    tls_run_init(&run, of->otherwise ? other : host);
    run.memory.server = host;
    run.peer.host = of->host;
    run.peer.address = strspn(of->host, "0123456789abcdef.:") == strlen(of->host);
    run.memory.wall += (int64_t)of->days * DAY;
    run.tls.floor = 0;
    run.tls.blamed = blames ? &run.blamed : NULL;
    set_pins(of, host, &run, &pins, list);
    CHECK_STATUS(tls_run_ask(&run), of->status, of->label);
    CHECK_EQUAL(run.tls.handshakes, of->status == ZIMPORT_OK, of->label);
    CHECK_EQUAL(tls_run_seen(&run)->requests, of->status == ZIMPORT_OK, of->label);
    /* In TLS 1.3 mbedTLS sends it in the clear, too early for this server. */
    if (tls_host_options_of(host)->most == 2) {
        CHECK_EQUAL(tls_run_seen(&run)->alert, of->alert, of->label);
    }
    if (blames) {
        CHECK_VIEW(zimport_text_view(&run.blamed), zimport_view_of(of->name), of->label);
    }
    if (blames && of->status != ZIMPORT_OK) {
        CHECK_EQUAL(run.tls.base.stage, ZIMPORT_AT_TLS, of->label);
        CHECK_EQUAL(ZIMPORT_TLS_PLACE(run.tls.base.detail), of->place, of->label);
        CHECK_VIEW(zimport_view_of(zimport_tls_cause(run.tls.base.detail)), zimport_view_of(of->cause), of->label);
    }
    tls_run_close(&run);
    CHECK_EQUAL(run.memory.opens, 1, of->label);
    CHECK_EQUAL(run.memory.closes, 1, of->label);
    CHECK_EQUAL(run.memory.resets, 0, of->label);
}

static void test_verdicts(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        tls_host *host = tls_host_new(rows[i].fault, TLS_NAMES, "ec", i % 2 == 0);
        tls_host_options_of(host)->reply = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
        for (int most = 2; most <= 3; most++) {
            tls_host_options_of(host)->most = most;
            check_row(&rows[i], host, most == 3 || i % 2 == 0);
        }
        tls_host_free(host);
    }
}

/* In time that is not known nothing is begun: not even the server is told. */
static void test_no_time(void **state) {
    tls_run run;

    (void)state;
    tls_run_init(&run, other);
    run.tls.floor = run.memory.wall;
    run.memory.wall = ZIMPORT_TIME_UNKNOWN;
    assert_int_equal(tls_run_open(&run), ZIMPORT_TLS_CLOCK);
    run.memory.wall = run.tls.floor - 1;
    assert_int_equal(tls_run_open(&run), ZIMPORT_TLS_CLOCK);
    run.tls.use_floor = true;
    assert_int_equal(tls_run_open(&run), ZIMPORT_OK);
    tls_run_close(&run);
}

static void test_kinds_of_keys(void **state) {
    tls_host *host = tls_host_new("", TLS_NAMES, "rsa", true);

    (void)state;
    for (int most = 2; most <= 3; most++) {
        tls_run run;
        tls_host_options_of(host)->most = most;
        tls_run_init(&run, host);
        assert_int_equal(tls_run_ask(&run), ZIMPORT_OK);
        tls_run_close(&run);
    }
    tls_host_free(host);
}

static void test_versions(void **state) {
    static const struct {
        const char *label;
        int least, most;
        zimport_tls_version wanted;
        zimport_status status;
        const char *version;
    } cases[] = {
        {"both, both", 2, 3, ZIMPORT_TLS_1_2, ZIMPORT_OK, "TLSv1.3"},
        {"the older, both", 2, 2, ZIMPORT_TLS_1_2, ZIMPORT_OK, "TLSv1.2"},
        {"the newer, both", 3, 3, ZIMPORT_TLS_1_2, ZIMPORT_OK, "TLSv1.3"},
        {"both, the newer", 2, 3, ZIMPORT_TLS_1_3, ZIMPORT_OK, "TLSv1.3"},
        {"the older, the newer", 2, 2, ZIMPORT_TLS_1_3, ZIMPORT_TLS_NO_COMMON, NULL},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        zimport_tls_info info = {.subject = {.data = (char[20]){0}, .capacity = 20},
                                 .issuer = {.data = (char[20]){0}, .capacity = 20}};
        tls_run run;
        tls_host_options_of(other)->least = cases[i].least;
        tls_host_options_of(other)->most = cases[i].most;
        tls_run_init(&run, other);
        run.tls.min_version = cases[i].wanted;
        assert_false(zimport_tls_describe(&run.tls, &info));
        CHECK_STATUS(tls_run_open(&run), cases[i].status, cases[i].label);
        CHECK(zimport_tls_describe(&run.tls, &info) == (cases[i].status == ZIMPORT_OK), cases[i].label);
        if (cases[i].status == ZIMPORT_OK) {
            CHECK_VIEW(zimport_view_of(info.version), zimport_view_of(cases[i].version), cases[i].label);
            CHECK(strstr(info.cipher, "AES-128-GCM-SHA256") != NULL || strstr(info.cipher, "AES-256-GCM") != NULL,
                  cases[i].label);
            CHECK_VIEW(zimport_text_view(&info.subject), VIEW(LEAF), cases[i].label);
            CHECK_VIEW(zimport_text_view(&info.issuer), VIEW(ROOT), cases[i].label);
            CHECK(!info.resumed && strlen(info.not_after) == 20, cases[i].label);
        }
        tls_run_close(&run);
    }
    tls_host_options_of(other)->least = 2;
    tls_host_options_of(other)->most = 3;
    assert_true(zimport_tls_has(ZIMPORT_TLS_1_2) && zimport_tls_has(ZIMPORT_TLS_1_3));
    assert_false(zimport_tls_has((zimport_tls_version)0x0302));
    assert_int_equal(strncmp(zimport_tls_library(), "3.6", 3) == 0 || strncmp(zimport_tls_library(), "4.", 2) == 0, 1);
}

/* Whom the server is told; an address is none. */
static void test_open_again(void **state) {
    tls_run run;

    (void)state;
    tls_run_init(&run, other);
    for (uint32_t i = 1; i < 4; i++) {
        assert_int_equal(tls_run_ask(&run), ZIMPORT_OK);
        assert_int_equal(tls_run_open(&run), ZIMPORT_OK); /* it is */
        assert_int_equal(run.tls.handshakes, i);
        assert_int_equal(run.memory.opens, i);
        assert_int_equal(run.memory.asked.port, 443);
        tls_run_close(&run);
        tls_run_close(&run);
        assert_int_equal(run.memory.closes, i);
        assert_int_equal(tls_run_seen(&run)->code, TLS_HOST_CLOSED);
    }
}

static int set_up(void **state) {
    (void)state;
    other = tls_host_new("", TLS_NAMES, "ec", false);
    tls_host_options_of(other)->reply = "HTTP/1.1 200 OK\r\n\r\n";
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    tls_host_free(other);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_verdicts), cmocka_unit_test(test_no_time),    cmocka_unit_test(test_kinds_of_keys),
        cmocka_unit_test(test_versions), cmocka_unit_test(test_open_again),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
