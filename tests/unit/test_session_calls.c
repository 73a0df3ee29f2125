/* SPDX-License-Identifier: Apache-2.0 */
/* Sessions in files, whatever the system's calls say: what fails is told with its errno, either the new session or the
 * old one is there, and nothing else is left behind, neither files nor descriptors. */
#include "file_run.h"

#include "zimport/mbedtls.h"

enum { SIZE = 300, ROOM = 400 };

static void test_load(void **state) {
    static const struct {
        const char *plan;
        int error;
    } rows[] = {
        {"", 0},      {"r1h", 0},       {"r1i", 0},       {"r1h r2i r3i r4h", 0}, {"s1e", EIO},
        {"r1e", EIO}, {"r1h r2e", EIO}, {"r1i r2e", EIO}, {"r1e c1t", EIO},       {"c1e", 0},
    };
    uint8_t bytes[SIZE];

    (void)state;
    memset(bytes, 7, sizeof bytes);
    write_file("session", bytes, sizeof bytes);
    for (size_t i = 0; i < COUNT(rows); i++) {
        uint8_t memory[ROOM] = {0};
        zimport_session session;
        int32_t detail = -1;
        int before = descriptor();
        zimport_session_init(&session, memory, sizeof memory);
        set_plan(rows[i].plan);
        CHECK_STATUS(zimport_session_load(&session, "session", &detail),
                     rows[i].error != 0 ? ZIMPORT_SYSTEM : ZIMPORT_OK, rows[i].plan);
        check_plan(rows[i].plan);
        CHECK_EQUAL(detail, rows[i].error, rows[i].plan);
        CHECK_EQUAL(session.size, rows[i].error != 0 ? 0 : SIZE, rows[i].plan);
        CHECK(rows[i].error != 0 || memcmp(memory, bytes, SIZE) == 0, rows[i].plan);
        CHECK_EQUAL(descriptor(), before, rows[i].plan);
    }
    assert_int_equal(unlink("session"), 0);
}

/* Either the new one or the old one is there, and no other file. */
static void test_store(void **state) {
    static const struct {
        const char *plan;
        int error;
    } rows[] = {
        {"", 0},          {"w1h", 0},           {"w1i", 0},       {"w10", 0},           {"w1h w2i w30 w4h", 0},
        {"m1e", EIO},     {"w1e", EIO},         {"w1h w2e", EIO}, {"y1e", EIO},         {"y1i", EINTR},
        {"c1e", EIO},     {"w1e c1t", EIO},     {"n1e", EIO},     {"n1t", ENOTDIR},     {"m1e c1t u1t", EIO},
        {"n1e u1t", EIO}, {"y1e c1t u1t", EIO}, {"c1i", EINTR},   {"w1i w2t", ENOTDIR},
    };

    (void)state;
    for (size_t i = 0; i < 2 * COUNT(rows); i++) {
        const char *label = rows[i / 2].plan;
        int error = rows[i / 2].error;
        uint8_t memory[ROOM];
        uint8_t wanted[SIZE];
        zimport_session session;
        int32_t detail = -1;
        int before = descriptor();
        memset(wanted, 1, sizeof wanted);
        write_file("session", wanted, sizeof wanted);
        zimport_session_init(&session, memory, sizeof memory);
        memset(memory, 2, sizeof memory);
        session.size = SIZE;
        session.changed = i % 2 == 0; /* may be stored anyway */
        memset(wanted, error != 0 ? 1 : 2, sizeof wanted);
        set_plan(label);
        CHECK_STATUS(zimport_session_store(&session, "session", &detail), error != 0 ? ZIMPORT_SYSTEM : ZIMPORT_OK,
                     label);
        check_plan(label);
        CHECK_EQUAL(detail, error, label);
        CHECK_EQUAL(session.changed, error != 0 && i % 2 == 0, label);
        CHECK_EQUAL(descriptor(), before, label);
        CHECK_EQUAL(files(), 1 + (strchr(label, 'u') != NULL), label);
        assert_int_equal(zimport_session_load(&session, "session", NULL), ZIMPORT_OK);
        assert_int_equal(session.size, SIZE);
        CHECK(memcmp(memory, wanted, SIZE) == 0, label);
        (void)unlink("session.02020202");
        assert_int_equal(unlink("session"), 0);
    }
}

/* Where there is no session, there is to be no file. */
static void test_store_nothing(void **state) {
    static const struct {
        const char *plan;
        int error;
    } rows[] = {{"", 0}, {"u1e", EIO}, {"u1t", ENOTDIR}};

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        uint8_t memory[ROOM];
        zimport_session session;
        int32_t detail = -1;
        write_file("session", "old", 3);
        zimport_session_init(&session, memory, sizeof memory);
        session.changed = true;
        set_plan(rows[i].plan);
        CHECK_STATUS(zimport_session_store(&session, "session", &detail),
                     rows[i].error != 0 ? ZIMPORT_SYSTEM : ZIMPORT_OK, rows[i].plan);
        check_plan(rows[i].plan);
        CHECK_EQUAL(detail, rows[i].error, rows[i].plan);
        CHECK_EQUAL(session.changed, rows[i].error != 0, rows[i].plan);
        CHECK_EQUAL(files(), rows[i].error != 0, rows[i].plan);
        (void)unlink("session");
    }
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        IN_FOLDER(test_load),
        IN_FOLDER(test_store),
        IN_FOLDER(test_store_nothing),
    };

    return cmocka_run_group_tests_name("sessions, calls of the system", tests, NULL, NULL);
}
