/* SPDX-License-Identifier: Apache-2.0 */
/* What is taken from it; it is whole, private and alone. */
#include "zimport/mbedtls.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "check.h"

enum { SIZE = 300, ROOM = 400 };

static char folder[] = "/tmp/test_session_XXXXXX";
static char path[100];

static void fill(uint8_t *memory, uint8_t first) {
    for (size_t i = 0; i < SIZE; i++) {
        memory[i] = (uint8_t)(first + i);
    }
}

static void have(zimport_session *session, uint8_t *memory, uint8_t first) {
    zimport_session_init(session, memory, ROOM);
    fill(memory, first);
    session->size = SIZE;
    session->changed = true;
}

static size_t files(void) {
    DIR *open = opendir(folder);
    size_t count = 0;

    assert_non_null(open);
    for (const struct dirent *one = readdir(open); one != NULL; one = readdir(open)) {
        count += one->d_name[0] != '.';
    }
    assert_int_equal(closedir(open), 0);
    return count;
}

static void write_file(const char *name, const void *bytes, size_t size, mode_t mode) {
    int fd = open(name, O_WRONLY | O_CREAT | O_TRUNC, 0600);

    assert_true(fd >= 0);
    assert_int_equal(write(fd, bytes, size), (long)size);
    assert_int_equal(fchmod(fd, mode), 0);
    assert_int_equal(close(fd), 0);
}

static void check_load(const char *name, size_t size, int error) {
    uint8_t memory[ROOM];
    zimport_session session;
    int32_t detail = -1;

    have(&session, memory, 0);
    assert_int_equal(zimport_session_load(&session, name, &detail), error != 0 ? ZIMPORT_SYSTEM : ZIMPORT_OK);
    assert_int_equal(detail, error);
    assert_int_equal(session.size, size);
    assert_false(session.changed);
}

static void check_store(const char *name, int error) {
    uint8_t memory[ROOM];
    zimport_session session;
    int32_t detail = -1;
    size_t before = files();

    have(&session, memory, 7);
    assert_int_equal(zimport_session_store(&session, name, &detail), error != 0 ? ZIMPORT_SYSTEM : ZIMPORT_OK);
    assert_int_equal(detail, error);
    assert_int_equal(session.changed, error != 0);
    assert_int_equal(session.size, SIZE);
    if (error != 0) {
        assert_int_equal(files(), before);
    }
}

static void test_there_and_back(void **state) {
    uint8_t memory[ROOM];
    uint8_t expected[SIZE];
    zimport_session session;

    (void)state;
    for (uint8_t round = 0; round < 3; round++) {
        have(&session, memory, round);
        assert_int_equal(zimport_session_store(&session, path, NULL), ZIMPORT_OK);
        assert_false(session.changed);
        assert_int_equal(files(), 1);
        memset(memory, 0xAA, sizeof memory);
        assert_int_equal(zimport_session_load(&session, path, NULL), ZIMPORT_OK);
        assert_int_equal(session.size, SIZE);
        assert_false(session.changed);
        fill(expected, round);
        assert_memory_equal(memory, expected, SIZE);
    }
    assert_int_equal(unlink(path), 0);
}

/* Where time_t has 32 bits, fstat fails for such a file. */
static void test_2040(void **state) {
    (void)state;
    static const struct timespec times[2] = {{INT64_C(2208988800), 0}, {INT64_C(2208988800), 0}};

    check_store(path, 0);
    assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
    check_load(path, SIZE, 0);
    check_store(path, 0);
    assert_int_equal(unlink(path), 0);
}

static void test_mode(void **state) {
    static const mode_t masks[] = {0, 022, 077, 0777};

    (void)state;
    for (size_t i = 0; i < COUNT(masks); i++) {
        struct stat file;
        mode_t before = umask(masks[i]);
        check_store(path, 0);
        (void)umask(before);
        assert_int_equal(stat(path, &file), 0);
        assert_int_equal(file.st_mode & 07777, 0600);
        check_load(path, SIZE, 0);
        assert_int_equal(unlink(path), 0);
    }
}

/* Without a session there is no file. */
static void test_none(void **state) {
    uint8_t memory[ROOM];
    zimport_session session;

    (void)state;
    check_store(path, 0);
    for (int i = 0; i < 2; i++) {
        zimport_session_init(&session, memory, sizeof memory);
        session.changed = true;
        assert_int_equal(zimport_session_store(&session, path, NULL), ZIMPORT_OK);
        assert_false(session.changed);
        assert_int_equal(files(), 0);
    }
    check_load(path, 0, 0);
}

static void test_ignored(void **state) {
    static const mode_t modes[] = {0640, 0604, 0620, 0602, 0610, 0601, 0666};
    uint8_t bytes[ROOM + 1] = {0};

    (void)state;
    for (size_t i = 0; i < COUNT(modes); i++) {
        write_file(path, bytes, SIZE, modes[i]);
        check_load(path, 0, 0);
    }
    write_file(path, bytes, ROOM + 1, 0600);
    check_load(path, 0, 0);
    write_file(path, bytes, ROOM, 0600);
    check_load(path, ROOM, 0);
    write_file(path, bytes, 0, 0600);
    check_load(path, 0, 0);
    if (geteuid() == 0) {
        write_file(path, bytes, SIZE, 0600);
        assert_int_equal(chown(path, 65534, 65534), 0);
        check_load(path, 0, 0);
    } else {
        print_message("another user's file: not tried, since only root can make one\n");
    }
    assert_int_equal(unlink(path), 0);
}

/* Neither read nor replaced, nor waited for. */
static void test_no_file(void **state) {
    char link[sizeof path + 8];
    struct stat file;

    (void)state;
    check_load(folder, 0, EISDIR);
    check_store(folder, EISDIR);
    assert_int_equal(mkfifo(path, 0600), 0);
    check_load(path, 0, ENODEV);
    check_store(path, ENODEV);
    (void)snprintf(link, sizeof link, "%s.link", path);
    assert_int_equal(symlink(path, link), 0);
    check_load(link, 0, ENODEV);
    check_store(link, 0); /* in the place of the link */
    check_load(link, SIZE, 0);
    assert_int_equal(stat(path, &file), 0);
    assert_true(S_ISFIFO(file.st_mode));
    assert_int_equal(unlink(path), 0);
    assert_int_equal(unlink(link), 0);
    check_load("/dev/null", 0, ENODEV);
}

static void test_no_way(void **state) {
    char name[1100];

    (void)state;
    (void)snprintf(name, sizeof name, "%s/none/file", folder);
    check_load(name, 0, 0);
    check_store(name, ENOENT);
    write_file(path, "", 0, 0600);
    (void)snprintf(name, sizeof name, "%s/file", path);
    check_load(name, 0, ENOTDIR);
    check_store(name, ENOTDIR);
    assert_int_equal(unlink(path), 0);

    /* The longest path that leaves room for a suffix, and one that does not. */
    memset(name, '/', sizeof name);
    memcpy(name, folder, strlen(folder));
    memcpy(name + 1013, "x", 2);
    check_store(name, 0);
    check_load(name, SIZE, 0);
    assert_int_equal(unlink(name), 0);
    memcpy(name + 1013, "/x", 3);
    check_store(name, ENAMETOOLONG);
}

/* The old file stays. */
static void test_full(void **state) {
    struct rlimit old;
    struct rlimit limit;
    uint8_t memory[ROOM];
    zimport_session session;
    int32_t detail = 0;

    (void)state;
    check_store(path, 0);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
    limit = old;
    limit.rlim_cur = SIZE / 2;
    (void)signal(SIGXFSZ, SIG_IGN);
    have(&session, memory, 99);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
    assert_int_equal(zimport_session_store(&session, path, &detail), ZIMPORT_SYSTEM);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
    assert_int_equal(detail, EFBIG);
    assert_true(session.changed);
    assert_int_equal(files(), 1);
    assert_int_equal(zimport_session_load(&session, path, NULL), ZIMPORT_OK);
    assert_int_equal(session.size, SIZE);
    assert_int_equal(memory[0], 7);
    assert_int_equal(unlink(path), 0);
}

static int begin(void **state) {
    (void)state;
    if (mkdtemp(folder) == NULL) {
        return -1;
    }
    (void)snprintf(path, sizeof path, "%s/session", folder);
    return 0;
}

static int end(void **state) {
    (void)state;
    return rmdir(folder);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_there_and_back), cmocka_unit_test(test_mode),    cmocka_unit_test(test_none),
        cmocka_unit_test(test_ignored),        cmocka_unit_test(test_no_file), cmocka_unit_test(test_no_way),
        cmocka_unit_test(test_full),           cmocka_unit_test(test_2040),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
