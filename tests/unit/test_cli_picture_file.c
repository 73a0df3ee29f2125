/* SPDX-License-Identifier: Apache-2.0 */
/* The file that a picture is kept in: replaced as a whole, or not at all. */
#include "cli/output/picture.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli_run.h"

static picture p;

static int clear(void **state) {
    (void)state;
    free(p.jobs);
    p = (picture){.api = "milvus", .now = ZIMPORT_TIME_UNKNOWN, .answered = ZIMPORT_TIME_UNKNOWN};
    return 0;
}

static void words(void **state) {
    (void)state;
    static const struct {
        const char *text;
        bool good;
    } table[] = {
        {"json:x", true},  {"prom:/a/b.prom", true}, {"html:a:b", true}, {"json:", false},
        {"html:-", false}, {"json", false},          {"", false},        {":x", false},
        {"xml:x", false},  {"JSON:x", false},        {"jsonx", false},   {"html:--", true},
        {"x", false},      {"json :x", false},
    };

    for (size_t i = 0; i < COUNT(table); i++) {
        picture_file file;

        CHECK_EQUAL(picture_read(&file, table[i].text), table[i].good, table[i].text);
        CHECK(!table[i].good || strcmp(file.path, table[i].text + 5) == 0, table[i].text);
    }
}

static char folder[] = "/tmp/zimport-picture-XXXXXX";
static char path[sizeof folder + 20];

static size_t entries(void) {
    DIR *dir = opendir(folder);
    size_t count = 0;

    assert_non_null(dir);
    while (readdir(dir)) {
        count++;
    }
    closedir(dir);
    return count - 2;
}

static picture_file file_at(const char *name) {
    picture_file file;

    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    assert_true(picture_read(&file, "json:x"));
    file.path = path;
    return file;
}

static ino_t number_of(const char *name) {
    struct stat found;

    assert_int_equal(stat(name, &found), 0);
    return found.st_ino;
}

static void replaced(void **state) {
    (void)state;
    picture_file file = file_at("a");
    char bytes[100];
    struct stat found;

    umask(027);
    assert_true(picture_show(&file, &p, false, 7));
    assert_int_equal(stat(path, &found), 0);
    assert_int_equal(found.st_mode & 0777, 0640);
    umask(022);
    int old = open(path, O_RDONLY);
    assert_true(old >= 0);
    ino_t first = number_of(path);
    assert_true(picture_show(&file, &p, false, 7));
    assert_int_equal(number_of(path), first); /* nothing changed */
    assert_true(picture_show(&file, &p, true, 7));
    assert_int_not_equal(number_of(path), first);
    assert_non_null(picture_add(&p));
    ino_t second = number_of(path);
    assert_true(picture_show(&file, &p, false, 7));
    assert_int_not_equal(number_of(path), second);
    assert_int_equal(read(old, bytes, sizeof bytes), 3); /* who has it open reads it to its end */
    assert_memory_equal(bytes, "[]\n", 3);
    close(old);
    assert_int_equal(entries(), 1);
    unlink(path);
}

static void not_replaced(void **state) {
    (void)state;
    picture_file file = file_at("b");

    assert_int_equal(mkdir(path, 0755), 0);
    assert_false(picture_show(&file, &p, true, 7));
    assert_int_equal(file.error, PICTURE_NO_FILE);
    rmdir(path);
    assert_int_equal(mkfifo(path, 0644), 0);
    assert_false(picture_show(&file, &p, true, 7));
    assert_int_equal(file.error, PICTURE_NO_FILE);
    unlink(path);
    assert_int_equal(symlink("/dev/null", path), 0);
    assert_false(picture_show(&file, &p, true, 7));
    assert_int_equal(file.error, PICTURE_NO_FILE);
    unlink(path);
    /* Somebody was there first. */
    (void)snprintf(path, sizeof path, "%s/b.00000007", folder);
    int fd = open(path, O_CREAT | O_WRONLY, 0600);
    close(fd);
    (void)file_at("b");
    assert_false(picture_show(&file, &p, true, 7));
    assert_int_equal(file.error, EEXIST);
    assert_true(picture_show(&file, &p, false, 8)); /* although nothing changed since */
    assert_int_equal(entries(), 2);
    unlink(path);
    (void)file_at("b.00000007");
    unlink(path);
    /* No room: what there was stays, and nothing is left behind. */
    file = file_at("c");
    assert_true(picture_show(&file, &p, true, 7));
    ino_t first = number_of(path);
    for (int i = 0; i < 200; i++) {
        assert_non_null(picture_add(&p));
    }
    struct rlimit before;
    (void)signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &(struct rlimit){10000, before.rlim_max}), 0);
    assert_false(picture_show(&file, &p, false, 7));
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    assert_int_equal(file.error, EFBIG);
    assert_int_equal(number_of(path), first);
    p.no_memory = true;
    assert_false(picture_show(&file, &p, false, 7));
    assert_int_equal(file.error, ENOMEM);
    assert_int_equal(entries(), 1);
    unlink(path);
    /* Too long, with and without what is behind it. */
    static char longest[5000] = "/tmp/";
    memset(longest + 5, 'x', sizeof longest - 6);
    file.path = longest;
    assert_false(picture_show(&file, &p, false, 7));
    assert_int_equal(file.error, ENAMETOOLONG);
    p.no_memory = false;
    longest[300] = '\0';
    assert_false(picture_show(&file, &p, false, 7));
    assert_int_equal(file.error, ENAMETOOLONG);
    rmdir(folder);
    file = file_at("d");
    assert_false(picture_show(&file, &p, false, 7));
    assert_int_equal(file.error, ENOENT);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words),
        cmocka_unit_test_setup(replaced, clear),
        cmocka_unit_test_setup_teardown(not_replaced, clear, clear),
    };

    assert_non_null(mkdtemp(folder));
    return cmocka_run_group_tests(tests, NULL, NULL);
}
