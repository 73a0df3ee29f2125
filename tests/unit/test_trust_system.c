/* SPDX-License-Identifier: Apache-2.0 */
#ifndef _POSIX_C_SOURCE
#define _POSIX_C_SOURCE 200809L
#endif

#include "check.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "port/mbedtls/trust/trust.h"
#include "roots.h"

/* Each test enters its own: names are short. */
static char folder[500];

static int enter(void **state) {
    const char *below = getenv("TMPDIR");

    (void)state;
    (void)snprintf(folder, sizeof folder, "%s/test_trust_XXXXXX", below != NULL ? below : "/tmp");
    assert_non_null(mkdtemp(folder));
    assert_int_equal(chdir(folder), 0);
    assert_int_equal(unsetenv("SSL_CERT_FILE") | unsetenv("SSL_CERT_DIR"), 0);
    return 0;
}

static int leave(void **state) {
    pid_t child;
    int result = -1;

    (void)state;
    assert_int_equal(chdir("/"), 0);
    child = fork();
    if (child == 0) {
        (void)execlp("rm", "rm", "-rf", folder, (char *)NULL);
        _exit(1);
    }
    return waitpid(child, &result, 0) == child ? result : -1;
}

static void write_file(const char *path, const char *text) {
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), (long)strlen(text));
    (void)close(fd);
}

/* SSL_CERT_FILE and SSL_CERT_DIR; NULL: not set. */
static zimport_status set(zimport_trust_file *trust, const char *file, const char *folders) {
    assert_int_equal(file != NULL ? setenv("SSL_CERT_FILE", file, 1) : unsetenv("SSL_CERT_FILE"), 0);
    assert_int_equal(folders != NULL ? setenv("SSL_CERT_DIR", folders, 1) : unsetenv("SSL_CERT_DIR"), 0);
    return zimport_trust_system_init(trust);
}

static size_t count(const zimport_trust_file *trust) {
    sink got = {0, 0, 0, {0}};

    assert_int_equal(trust->base.find(&trust->base, NULL, 0, take, &got), ZIMPORT_OK);
    return got.count;
}

static size_t count_like(const zimport_trust_file *trust, const char *text) {
    sink like = der_of(text);
    sink got = {0, 0, 0, {0}};

    assert_int_equal(trust->base.find(&trust->base, like.der + SUBJECT_AT, SUBJECT_SIZE, take, &got), ZIMPORT_OK);
    return got.count;
}

static void test_file(void **state) {
    zimport_trust_file trust;
    sink got = {0, 0, 0, {0}};
    int32_t detail = -1;

    (void)state;
    write_file("both", both());
    assert_int_equal(zimport_trust_file_init(&trust, "both", &detail), ZIMPORT_OK);
    assert_int_equal(detail, 0);
    assert_int_equal(count_like(&trust, root_two), 1);
    (void)unlink("both");
    assert_int_equal(trust.base.find(&trust.base, NULL, 0, take, &got), ZIMPORT_SYSTEM);
    assert_int_equal(zimport_trust_file_init(&trust, "both", &detail), ZIMPORT_SYSTEM);
    assert_int_equal(detail, ENOENT);
    assert_int_equal(zimport_trust_file_init(&trust, "/", &detail), ZIMPORT_SYSTEM);
    assert_int_equal(detail, EISDIR);
    assert_int_equal(zimport_trust_file_init(&trust, "/dev/null", NULL), ZIMPORT_TLS_NO_TRUST);
    assert_int_equal(mkfifo("fifo", 0600), 0);
    assert_int_equal(zimport_trust_file_init(&trust, "fifo", NULL), ZIMPORT_TLS_NO_TRUST);
}

/* With the same name, size and times, as in another image of a file system. */
static void swap_file(const char *path, const char *text) {
    struct stat before;
    struct timespec times[2];
    int fd = open(path, O_WRONLY);

    assert_true(fd >= 0);
    assert_int_equal(fstat(fd, &before), 0);
    assert_int_equal(before.st_size, (long)strlen(text));
    assert_int_equal(write(fd, text, strlen(text)), (long)strlen(text));
    times[0] = before.st_atim;
    times[1] = before.st_mtim;
    assert_int_equal(futimens(fd, times), 0);
    (void)close(fd);
}

static const char *changed(const char *text) {
    static char other[3000];

    (void)snprintf(other, sizeof other, "%s", text);
    other[strlen(other) - 40] ^= 1;
    return other;
}

/* By its bytes, and nothing else. */
static void test_identify_file(void **state) {
    static const struct timespec then[2] = {{1, 2}, {3, 4}};
    zimport_trust_file trust;
    mixture seen;
    mixture now;
    char text[3000];

    (void)state;
    write_file("roots", both());
    assert_int_equal(zimport_trust_file_init(&trust, "roots", NULL), ZIMPORT_OK);
    seen = mixture_of(&trust.base);
    assert_true(seen.told && seen.size > 0);
    assert_int_equal(utimensat(AT_FDCWD, "roots", then, 0), 0);
    write_file("other", both());
    assert_int_equal(rename("other", "roots"), 0);
    now = mixture_of(&trust.base);
    assert_true(now.told && same_mixture(&seen, &now));
    for (size_t i = 0; i < strlen(both()); i++) {
        (void)snprintf(text, sizeof text, "%s", both());
        text[i] ^= 1;
        swap_file("roots", text);
        now = mixture_of(&trust.base);
        CHECK(now.told && !same_mixture(&seen, &now), text + i);
    }
    for (size_t size = 1; size < 20; size++) {
        (void)snprintf(text, sizeof text, "%s%.*s", both(), (int)size, "AAAAAAAAAAAAAAAAAAAA");
        write_file("roots", text);
        now = mixture_of(&trust.base);
        CHECK(now.told && !same_mixture(&seen, &now), text);
    }
}

static void test_identify_nothing(void **state) {
    static const char *const endless[] = {"/dev/zero", "huge"};
    zimport_trust_file trust;

    (void)state;
    write_file("roots", root_one);
    assert_int_equal(zimport_trust_file_init(&trust, "roots", NULL), ZIMPORT_OK);
    assert_true(mixture_of(&trust.base).told);
    assert_int_equal(unlink("roots"), 0);
    assert_false(mixture_of(&trust.base).told);
    assert_int_equal(mkfifo("roots", 0600), 0);
    assert_false(mixture_of(&trust.base).told);
    assert_int_equal(unlink("roots") | mkdir("roots", 0700), 0);
    assert_false(mixture_of(&trust.base).told);
    write_file("huge", root_one);
    assert_int_equal(truncate("huge", 17 << 20), 0);
    for (size_t i = 0; i < COUNT(endless); i++) {
        trust.path = endless[i];
        assert_false(mixture_of(&trust.base).told);
    }
}

/* All regular files, and nothing twice that is only linked to within it. */
static void test_folder(void **state) {
    zimport_trust_file trust;

    (void)state;
    assert_int_equal(mkdir("d", 0700), 0);
    assert_int_equal(set(&trust, NULL, "d"), ZIMPORT_TLS_NO_TRUST);
    write_file("d/one.pem", root_one);
    write_file("d/notes", "no certificate\n-----BEGIN CERTIFICATE-----\nMIIB");
    write_file("d/two.crt", root_two);
    write_file("outside", root_two);
    assert_int_equal(set(&trust, NULL, "d"), ZIMPORT_OK);
    assert_null(trust.path);
    assert_string_equal(trust.folders, "d");
    assert_int_equal(count(&trust), 2);
    assert_int_equal(count_like(&trust, root_one), 1);

    assert_int_equal(symlink("one.pem", "d/0a1b2c3d.0"), 0);
    assert_int_equal(symlink("0a1b2c3d.0", "d/link-to-a-link"), 0);
    assert_int_equal(count(&trust), 2);
    assert_int_equal(symlink("../outside", "d/elsewhere"), 0);
    assert_int_equal(count(&trust), 3);
    assert_int_equal(count_like(&trust, root_two), 2);
}

static void test_odd_entries(void **state) {
    char name[256];
    zimport_trust_file trust;

    (void)state;
    memset(name, 'n', 255);
    name[255] = '\0';
    assert_int_equal(mkdir("d", 0700) | mkdir("d/folder.pem", 0700), 0);
    assert_int_equal(mkfifo("d/fifo", 0600), 0);
    assert_int_equal(symlink("/nowhere/at/all", "d/dangling"), 0);
    assert_int_equal(symlink("loop", "d/loop") | symlink("../d/loops", "d/loops"), 0);
    assert_int_equal(symlink("fifo", "d/link-to-a-fifo") | symlink("../d/fifo", "d/far-link-to-a-fifo"), 0);
    assert_int_equal(symlink(name, "d/long-link") | symlink("/dev/zero", "d/zero"), 0);
    write_file("d/empty", "");
    write_file("d/unreadable", root_two);
    assert_int_equal(chmod("d/unreadable", 0), 0);
    assert_int_equal(set(&trust, NULL, "d"), geteuid() == 0 ? ZIMPORT_OK : ZIMPORT_SYSTEM);
    assert_int_equal(unlink("d/unreadable"), 0);
    assert_int_equal(set(&trust, NULL, "d"), ZIMPORT_TLS_NO_TRUST);
    assert_int_equal(chdir("d"), 0);
    write_file(name, root_one);
    assert_int_equal(chdir(".."), 0);
    assert_int_equal(set(&trust, NULL, "d"), ZIMPORT_OK);
    assert_int_equal(count(&trust), 1);
}

/* As OpenSSL takes SSL_CERT_DIR: what is no folder is left out. */
static void test_list(void **state) {
    static const struct {
        const char *folders;
        size_t count;
    } rows[] = {
        {"d", 1},       {"d:e", 2},    {"e:d", 2},       {":d", 1},   {"d:", 1},
        {":::d::e", 2}, {"none:d", 1}, {"d/one.pem", 0}, {"d:d", 2},  {":", 0},
        {"d/", 1},      {"./d/.", 1},  {"d e", 0},       {"none", 0}, {"d:/dev/null:e", 2},
    };
    char list[3000];
    zimport_trust_file trust;

    (void)state;
    assert_int_equal(mkdir("d", 0700) | mkdir("e", 0700), 0);
    write_file("d/one.pem", root_one);
    write_file("e/two.pem", root_two);
    for (size_t i = 0; i < COUNT(rows); i++) {
        zimport_status status = set(&trust, NULL, rows[i].folders);
        CHECK_EQUAL(status, rows[i].count > 0 ? ZIMPORT_OK : ZIMPORT_TLS_NO_TRUST, rows[i].folders);
        CHECK_EQUAL(count(&trust), rows[i].count, rows[i].folders);
    }
    /* A name that is longer than any, between others. */
    memset(list, 'x', sizeof list);
    memcpy(list, "d:", 2);
    memcpy(list + sizeof list - 3, ":e", 3);
    assert_int_equal(set(&trust, NULL, list), ZIMPORT_OK);
    assert_int_equal(count(&trust), 2);
}

static void test_long_folder(void **state) {
    char path[1100];
    zimport_trust_file trust;

    (void)state;
    (void)snprintf(path, sizeof path, "%s/d", folder);
    assert_int_equal(mkdir("d", 0700), 0);
    write_file("d/one.pem", root_one);
    while (strlen(path) < 1022) {
        (void)strcat(path, strlen(path) == 1021 ? "/" : "/.");
    }
    (void)strcat(path, "/");
    path[1023] = '\0';
    assert_int_equal(set(&trust, NULL, path), ZIMPORT_OK);
    (void)strcat(path, "/");
    assert_int_equal(set(&trust, NULL, path), ZIMPORT_TLS_NO_TRUST);
}

static void test_system(void **state) {
    zimport_trust_file trust;

    (void)state;
    write_file("one.pem", root_one);
    assert_int_equal(mkdir("d", 0700), 0);
    write_file("d/two.pem", root_two);
    assert_int_equal(set(&trust, "one.pem", NULL), ZIMPORT_OK);
    assert_string_equal(trust.path, "one.pem");
    assert_null(trust.folders);
    assert_int_equal(set(&trust, "one.pem", ""), ZIMPORT_OK);
    assert_null(trust.folders);
    assert_int_equal(set(&trust, "", "d"), ZIMPORT_OK);
    assert_null(trust.path);

    /* Both: folders are for what the file has not. */
    assert_int_equal(set(&trust, "one.pem", "d"), ZIMPORT_OK);
    assert_int_equal(count(&trust), 2);
    assert_int_equal(count_like(&trust, root_one) + count_like(&trust, root_two), 2);
    write_file("d/one.pem", root_one);
    assert_int_equal(count(&trust), 3);
    assert_int_equal(count_like(&trust, root_one), 1);

    /* What was asked for by name has to be there. */
    assert_int_equal(set(&trust, "none.pem", "d"), ZIMPORT_SYSTEM);
    assert_string_equal(trust.path, "none.pem");
    assert_int_equal(set(&trust, "none.pem", NULL), ZIMPORT_SYSTEM);
    assert_int_equal(set(&trust, "/dev/null", "d"), ZIMPORT_OK);
    assert_int_equal(set(&trust, "/dev/null", NULL), ZIMPORT_TLS_NO_TRUST);
    assert_int_equal(set(&trust, "/dev/null", "none"), ZIMPORT_TLS_NO_TRUST);
    assert_null(trust.path);
    assert_string_equal(trust.folders, "none");
}

/* Told from a missing one, unless something else has roots. */
static void test_unreadable(void **state) {
    static const struct {
        const char *folders;
        zimport_status status;
    } rows[] = {
        {"loop", ZIMPORT_SYSTEM},       {"none:loop", ZIMPORT_SYSTEM},
        {"loop:empty", ZIMPORT_SYSTEM}, {"loop:d", ZIMPORT_OK},
        {"d:loop", ZIMPORT_OK},         {"empty:none", ZIMPORT_TLS_NO_TRUST},
        {"none", ZIMPORT_TLS_NO_TRUST}, {"d/one.pem", ZIMPORT_TLS_NO_TRUST},
    };
    zimport_trust_file trust;

    (void)state;
    assert_int_equal(mkdir("d", 0700) | mkdir("empty", 0700) | symlink("loop", "loop"), 0);
    write_file("d/one.pem", root_one);
    for (size_t i = 0; i < COUNT(rows); i++) {
        errno = 0;
        CHECK_EQUAL(set(&trust, NULL, rows[i].folders), rows[i].status, rows[i].folders);
        CHECK(rows[i].status != ZIMPORT_SYSTEM || errno == ELOOP, rows[i].folders);
        CHECK_EQUAL(set(&trust, "/dev/null", rows[i].folders), rows[i].status, rows[i].folders);
        CHECK(trust.path == NULL, rows[i].folders);
    }
}

static void test_identify_system(void **state) {
    zimport_trust_file trust;
    mixture seen[5];

    (void)state;
    write_file("one.pem", root_one);
    assert_int_equal(mkdir("d", 0700) | mkdir("e", 0700), 0);
    write_file("d/two.pem", root_two);
    assert_int_equal(set(&trust, "one.pem", "d:e"), ZIMPORT_OK);
    seen[0] = mixture_of(&trust.base);
    write_file("e/two.pem", root_two);
    seen[1] = mixture_of(&trust.base);
    write_file("e/two.pem", root_one);
    seen[2] = mixture_of(&trust.base);
    assert_int_equal(unlink("d/two.pem"), 0);
    seen[3] = mixture_of(&trust.base);
    swap_file("one.pem", changed(root_one));
    seen[4] = mixture_of(&trust.base);
    for (size_t i = 0; i < COUNT(seen); i++) {
        mixture again = mixture_of(&trust.base);
        assert_true(seen[i].told);
        assert_int_equal(same_mixture(&again, &seen[i]), i == COUNT(seen) - 1);
        for (size_t j = 0; j < i; j++) {
            assert_false(same_mixture(&seen[i], &seen[j]));
        }
    }
    write_file("d/two.pem", root_two);
    assert_int_equal(set(&trust, NULL, "d"), ZIMPORT_OK);
    seen[0] = mixture_of(&trust.base);
    swap_file("d/two.pem", changed(root_two));
    seen[1] = mixture_of(&trust.base);
    assert_true(seen[1].told && !same_mixture(&seen[0], &seen[1]));
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, enter, leave)

int main(void) {
    const struct CMUnitTest tests[] = {
        IN_FOLDER(test_file),
        IN_FOLDER(test_identify_file),
        IN_FOLDER(test_identify_nothing),
        IN_FOLDER(test_unreadable),
        IN_FOLDER(test_folder),
        IN_FOLDER(test_odd_entries),
        IN_FOLDER(test_list),
        IN_FOLDER(test_long_folder),
        IN_FOLDER(test_system),
        IN_FOLDER(test_identify_system),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
