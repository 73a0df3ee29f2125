/* SPDX-License-Identifier: Apache-2.0 */
/* Writing out, holding back and reading ids, whatever the system's calls say. They are replaced; a temporary file is
 * memory. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include "cli/output/spool.h"
#include "cli/settings/jobs.h"
#include "cli_run.h"

/* What the calls do, a letter each: w all, h the first half, 0 nothing, i EINTR, a EAGAIN, e EIO; then all. */
static const char *plan = "";

#define SPOOL_MEMORY 32768

static char memory[SPOOL_MEMORY];
static char file[4 * SPOOL_MEMORY];
static size_t file_size;

static ssize_t planned(size_t size) {
    char next = *plan != '\0' ? *plan++ : 'w';

    if (next == 'i' || next == 'a' || next == 'e') {
        errno = next == 'i' ? EINTR : next == 'a' ? EAGAIN : EIO;
        return -1;
    }
    return next == '0' ? 0 : next == 'h' ? (ssize_t)(size / 2) : (ssize_t)size;
}

ssize_t pwrite(int fd, const void *buf, size_t n, off_t offset) {
    ssize_t put = planned(n);

    assert_true(fd >= 0);
    assert_true((size_t)offset + n <= sizeof file);
    if (put > 0) {
        memcpy(file + offset, buf, (size_t)put);
        file_size = (size_t)offset + (size_t)put;
    }
    return put;
}

ssize_t pread(int fd, void *buf, size_t nbytes, off_t offset) {
    ssize_t got = planned(nbytes);

    assert_true(fd >= 0);
    assert_true((size_t)offset + nbytes <= file_size);
    if (got > 0) {
        memcpy(buf, file + offset, (size_t)got);
    }
    return got;
}

#define OUTPUT 1000

static char written_there[64];
static size_t written_size;

ssize_t write(int fd, const void *buf, size_t n) {
    ssize_t put = planned(n);

    assert_int_equal(fd, OUTPUT);
    if (put > 0) {
        memcpy(written_there + written_size, buf, (size_t)put);
        written_size += (size_t)put;
    }
    return put;
}

static unsigned waits;

int poll(struct pollfd *fds, nfds_t nfds, int timeout) {
    struct pollfd watched;

    assert_int_equal(nfds, 1);
    memcpy(&watched, fds, sizeof watched);
    assert_true(watched.fd == OUTPUT && watched.events == POLLOUT && timeout == -1);
    waits++;
    return 1;
}

static void writing(void **state) {
    (void)state;
    static const struct {
        const char *plan;
        bool good;
        int error;
        unsigned waits;
        const char *written;
    } table[] = {
        {"w", true, 0, 0, "abcdefgh"},       {"hw", true, 0, 0, "abcdefgh"},
        {"hhhw", true, 0, 0, "abcdefgh"},    {"iw", true, 0, 0, "abcdefgh"},
        {"hiiw", true, 0, 0, "abcdefgh"},    {"aw", true, 0, 1, "abcdefgh"},
        {"haahiw", true, 0, 2, "abcdefgh"},  {"e", false, EIO, 0, ""},
        {"he", false, EIO, 0, "abcd"},       {"0", false, ENOSPC, 0, ""},
        {"hh0", false, ENOSPC, 0, "abcdef"},
    };

    for (size_t i = 0; i < COUNT(table); i++) {
        out_file to = {.fd = OUTPUT};

        waits = 0;
        written_size = 0;
        plan = table[i].plan;
        CHECK_EQUAL(out_to_file(&to, "abcdefgh", 8), table[i].good, table[i].plan);
        CHECK_EQUAL(to.error, table[i].error, table[i].plan);
        CHECK_EQUAL(waits, table[i].waits, table[i].plan);
        CHECK_VIEW(((zimport_view){written_there, written_size}), zimport_view_of(table[i].written), table[i].plan);
        CHECK_EQUAL(*plan, '\0', table[i].plan);
    }
}

typedef struct taken {
    uint64_t size;
    uint64_t most; /* then no more */
    bool same;
} taken;

static char byte_at(uint64_t at) {
    return (char)('a' + at % 23);
}

static bool take(void *context, const char *data, size_t size) {
    taken *t = context;

    for (size_t i = 0; i < size; i++) {
        t->same = t->same && data[i] == byte_at(t->size++);
    }
    return t->size < t->most;
}

#define SIZE (2 * SPOOL_MEMORY + 100)

static void fill(spool *s, const char *letters) {
    spool_clear(s);
    plan = letters;
    for (uint64_t i = 0; i < SIZE && !s->out.failed; i++) {
        out_byte(&s->out, byte_at(i));
    }
}

static void spilling(void **state) {
    (void)state;
    static const struct {
        const char *plan;
        bool good;
        int error;
    } table[] = {
        {"w", true, 0},    {"hw", true, 0},    {"iw", true, 0},     {"hihiw", true, 0},
        {"e", false, EIO}, {"he", false, EIO}, {"wie", false, EIO}, {"whae", false, EAGAIN},
    };
    static spool s;

    spool_init(&s, memory, sizeof memory);
    for (size_t i = 0; i < COUNT(table); i++) {
        taken all = {.most = UINT64_MAX, .same = true};

        fill(&s, table[i].plan);
        CHECK_EQUAL(!s.out.failed, table[i].good, table[i].plan);
        CHECK_EQUAL(s.error, table[i].error, table[i].plan);
        plan = "";
        CHECK(!table[i].good || (spool_each(&s, take, &all) && all.same && all.size == SIZE), table[i].plan);
    }
    /* A disk that takes nothing and says nothing is not taken for one that has room. */
    errno = 0;
    fill(&s, "0");
    assert_true(s.out.failed);
    close(s.fd);
}

static void reading_back(void **state) {
    (void)state;
    static const struct {
        const char *plan;
        uint64_t most;
        bool good;
        int error;
        uint64_t size;
    } table[] = {
        {"", UINT64_MAX, true, 0, SIZE},         {"h", UINT64_MAX, true, 0, SIZE},
        {"ihi", UINT64_MAX, true, 0, SIZE},      {"e", UINT64_MAX, false, EIO, 0},
        {"we", UINT64_MAX, false, EIO, 16384},   {"0", UINT64_MAX, false, EIO, 0}, /* somebody has cut the file */
        {"wwi0", UINT64_MAX, false, EIO, 32768}, {"", 16384, true, 0, 16384},
        {"", 2 * SPOOL_MEMORY, true, 0, 65536},
    };
    static spool s;

    spool_init(&s, memory, sizeof memory);
    for (size_t i = 0; i < COUNT(table); i++) {
        taken some = {.most = table[i].most, .same = true};

        fill(&s, "");
        plan = table[i].plan;
        CHECK_EQUAL(spool_each(&s, take, &some), table[i].good, table[i].plan);
        CHECK_EQUAL(s.error, table[i].error, table[i].plan);
        CHECK_EQUAL(some.size, table[i].size, table[i].plan);
        CHECK(some.same, table[i].plan);
    }
    close(s.fd);
}

/* Where the file is to be; nothing else is tried. */
static void temporary_folders(void **state) {
    (void)state;
    static char long_name[1024];
    static const struct {
        const char *folder;
        int error;
    } table[] = {{NULL, 0}, {"", 0}, {"/tmp", 0}, {"/nonexistent", ENOENT}, {long_name, ENAMETOOLONG}};
    const char *before = getenv("TMPDIR");
    char kept[4096] = "";

    snprintf(kept, sizeof kept, "%s", before ? before : "");
    memset(long_name, '/', sizeof long_name - 15); /* a byte too many */
    for (size_t i = 0; i < COUNT(table); i++) {
        static spool s;

        spool_init(&s, memory, sizeof memory);
        set_variable("TMPDIR", table[i].folder);
        fill(&s, "");
        CHECK_EQUAL(s.error, table[i].error, table[i].folder ? table[i].folder : "none");
        CHECK_EQUAL(s.out.failed, table[i].error != 0, table[i].folder ? table[i].folder : "none");
        CHECK_EQUAL(s.fd >= 0, table[i].error == 0, table[i].folder ? table[i].folder : "none");
        if (s.fd >= 0) {
            close(s.fd);
        }
    }
    set_variable("TMPDIR", before ? kept : NULL);
}

static const char *input; /* pieces, with | between; i EINTR, e EIO */

ssize_t read(int fd, void *buf, size_t nbytes) {
    size_t size = strcspn(input, "|");
    const char *piece = input;

    assert_true(fd == STDIN_FILENO && size <= nbytes);
    input += size + (input[size] == '|');
    if (size == 1 && (*piece == 'i' || *piece == 'e')) {
        errno = *piece == 'i' ? EINTR : EIO;
        return -1;
    }
    memcpy(buf, piece, size);
    return (ssize_t)size;
}

static void ids_of_standard_input(void **state) {
    (void)state;
    static const struct {
        const char *input;
        size_t count;
        const char *error;
    } table[] = {
        {"", 0, NULL},
        {"one\ntwo\n", 2, NULL},
        {"one\nt|wo", 2, NULL},
        {"i|one\n|i|i|two\n", 2, NULL},
        {"one\r\n\n \ntwo\r\n", 2, NULL},
        {"one\n|e", 1, "cannot read the job ids from standard input: Input/output error"},
        {"one\nt o\n", 1, "line 2"},
        {"one\n\nt|o|a b", 1, "line 3"},
    };
    const char *operand = "-";
    const options given = {.operands = (char *[]){(char *)(uintptr_t)operand}, .operand_count = 1};

    for (size_t i = 0; i < COUNT(table); i++) {
        static job_list list;
        out error = memory_out();

        memset(&list, 0, sizeof list);
        input = table[i].input;
        CHECK_EQUAL(jobs_read(&list, &given, &error), table[i].error == NULL, table[i].input);
        CHECK_EQUAL(list.count, table[i].count, table[i].input);
        CHECK(table[i].error ? contains(written(&error), table[i].error) : error.size == 0, show(written(&error)));
        free(list.jobs);
        free(list.notes);
        free(list.first);
    }
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(writing),
        cmocka_unit_test(spilling),
        cmocka_unit_test(reading_back),
        cmocka_unit_test(temporary_folders),
        cmocka_unit_test(ids_of_standard_input),
    };

    return cmocka_run_group_tests_name("command line, calls of the system", tests, NULL, NULL);
}
