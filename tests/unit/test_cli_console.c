/* SPDX-License-Identifier: Apache-2.0 */
/* Descriptors that the caller has closed, what is known of the terminal, and signals; the system's calls are replaced.
 */
#define _DEFAULT_SOURCE /* syscall */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "cli/run/signals.h"
#include "cli/screen/console.h"
#include "cli/text/style.h"
#include "cli_run.h"

/* ---- in the place of the C library */

static char calls[256]; /* "c 1" fcntl of 1, and so on */
static char fails;      /* this call does: c fcntl, o open, p pipe, s sigaction, w write, i ioctl, b o and p */
static unsigned after;  /* so many that succeed */
static bool open_now[8];

static void note(const char *what, int fd) {
    size_t size = strlen(calls);

    (void)snprintf(calls + size, sizeof calls - size, "%s%d ", what, fd);
}

static bool is_failing(char call) {
    if ((fails != call && (fails != 'b' || strchr("op", call) == NULL)) || after > 0) {
        after -= fails == call;
        return false;
    }
    errno = EMFILE;
    return true;
}

static int lowest(void) {
    int fd = 0;

    while (open_now[fd]) {
        fd++;
    }
    open_now[fd] = true;
    return fd;
}

int fcntl(int fd, int cmd, ...) {
    if (cmd == F_GETFD) {
        errno = EBADF;
        return open_now[fd] ? 0 : -1;
    }
    return (cmd == F_SETFL || cmd == F_SETFD) && is_failing('c') ? -1 : 0;
}

int open(const char *file, int oflag, ...) {
    if (strstr(file, ".gcda") != NULL) { /* make coverage: what was counted is written at the end */
        return (int)syscall(SYS_openat, AT_FDCWD, file, oflag, 0644);
    }
    assert_string_equal(file, "/dev/null");
    if (is_failing('o')) {
        return -1;
    }
    int fd = lowest();
    note(oflag == O_WRONLY ? "w" : "r", fd);
    return fd;
}

int pipe(int pipedes[2]) {
    if (is_failing('p')) {
        return -1;
    }
    pipedes[0] = lowest();
    pipedes[1] = lowest();
    note("p", pipedes[0]);
    return 0;
}

int dup2(int fd, int fd2) {
    note("d", fd);
    open_now[fd2] = true;
    return fd2;
}

int close(int fd) {
    note("x", fd);
    open_now[fd] = false;
    return 0;
}

static bool terminal;
static unsigned short columns;

int isatty(int fd) {
    assert_true(fd == STDOUT_FILENO || fd == STDERR_FILENO);
    return terminal;
}

int ioctl(int fd, unsigned long request, ...) {
    va_list list;

    assert_true(request == TIOCGWINSZ && (fd == STDOUT_FILENO || fd == STDERR_FILENO));
    if (is_failing('i')) {
        return -1;
    }
    va_start(list, request);
    struct winsize *size = va_arg(list, struct winsize *);
    va_end(list);
    *size = (struct winsize){.ws_row = columns / 2, .ws_col = columns};
    return 0;
}

static struct sigaction set[65];
static bool ignored[65]; /* when the program begins */

int sigaction(int sig, const struct sigaction *act, struct sigaction *oact) {
    if (is_failing('s')) {
        return -1;
    }
    if (oact != NULL) {
        memset(oact, 0, sizeof *oact);
        oact->sa_handler = ignored[sig] ? SIG_IGN : SIG_DFL;
    }
    if (act != NULL) {
        set[sig] = *act;
    }
    return 0;
}

static unsigned piped; /* bytes in the pipe of the signals */

ssize_t write(int fd, const void *buf, size_t n) {
    assert_true(fd > STDERR_FILENO && buf != NULL && n == 1);
    if (is_failing('w')) {
        return -1;
    }
    piped++;
    return 1;
}

ssize_t read(int fd, void *buf, size_t nbytes) {
    ssize_t size = (ssize_t)(piped < nbytes ? piped : nbytes);

    assert_true(fd > STDERR_FILENO);
    memset(buf, 0, (size_t)(size > 0 ? size : 0));
    piped -= (unsigned)size;
    errno = EAGAIN;
    return size > 0 ? size : -1;
}

static void begin(const char *opened, char failing, unsigned times) {
    calls[0] = '\0';
    fails = failing;
    after = times;
    for (int fd = 0; fd < 8; fd++) {
        open_now[fd] = fd < 3 && strchr(opened, '0' + fd) != NULL;
    }
}

/* ---- tests */

/* None of the three is left closed; what takes its place can only be used in the wrong direction. */
static void closed_descriptors(void **state) {
    (void)state;
    static const struct {
        const char *open;
        char fails;
        unsigned after;
        bool good;
        const char *calls;
    } table[] = {
        {"012", 0, 0, true, ""},
        {"12", 0, 0, true, "w0 "},
        {"02", 0, 0, true, "r1 "},
        {"01", 0, 0, true, "r2 "},
        {"", 0, 0, true, "w0 r1 r2 "},
        {"12", 'o', 0, true, "p0 d3 x3 "}, /* without /dev/null a pipe: its writing end, for who reads */
        {"02", 'o', 0, true, "p1 x3 "},
        {"01", 'o', 0, true, "p2 x3 "},
        {"", 'o', 0, true, "p0 d1 x1 p1 x2 p2 x3 "},
    };

    set_variable("LC_ALL", NULL);
    for (size_t i = 0; i < COUNT(table); i++) {
        begin(table[i].open, table[i].fails, table[i].after);
        CHECK_EQUAL(console_init(), table[i].good, table[i].calls);
        CHECK_VIEW(zimport_view_of(calls), zimport_view_of(table[i].calls), table[i].calls);
        CHECK(open_now[0] && open_now[1] && open_now[2] && !open_now[3], table[i].calls);
    }
    static const char *const none[] = {"12", "02", "01", ""};
    for (size_t i = 0; i < COUNT(none); i++) {
        begin(none[i], 'b', 0);
        CHECK(!console_init(), none[i]);
        CHECK_VIEW(zimport_view_of(calls), VIEW(""), none[i]);
    }
}

static void locales(void **state) {
    (void)state;
    static const struct {
        const char *all, *type, *lang;
        bool utf8;
    } table[] = {
        {NULL, NULL, NULL, false},
        {"C", NULL, NULL, false},
        {"de_DE.UTF-8", NULL, NULL, true},
        {"de_DE.utf8", NULL, NULL, true},
        {"UTF8", NULL, NULL, true},
        {"C", "C.UTF-8", "C.UTF-8", false},
        {NULL, "C.UTF-8", "C", true},
        {NULL, NULL, "C.utf-8", true},
        {"", "", "C.UTF8", true},
        {"utf", NULL, NULL, false},
        {"de_DE.UTF-16", NULL, NULL, false},
        {"C.UTF-8@euro", NULL, NULL, true},
    };

    for (size_t i = 0; i < COUNT(table); i++) {
        set_variable("LC_ALL", table[i].all);
        set_variable("LC_CTYPE", table[i].type);
        set_variable("LANG", table[i].lang);
        begin("012", 0, 0);
        assert_true(console_init());
        assert_int_equal(console_unicode(), table[i].utf8);
    }
}

static void colors(void **state) {
    (void)state;
    static const struct {
        int color;
        bool terminal;
        const char *type, *none;
        bool colors;
    } table[] = {
        {COLOR_AUTO, true, "xterm", NULL, true},   {COLOR_AUTO, false, "xterm", NULL, false},
        {COLOR_AUTO, true, "dumb", NULL, false},   {COLOR_AUTO, true, NULL, NULL, false},
        {COLOR_AUTO, true, "", NULL, false},       {COLOR_AUTO, true, "xterm", "1", false},
        {COLOR_AUTO, true, "xterm", "", true},     {COLOR_ALWAYS, false, NULL, "1", true},
        {COLOR_NEVER, true, "xterm", NULL, false},
    };

    for (size_t i = 0; i < COUNT(table); i++) {
        const options given = {.color = table[i].color};

        set_variable("TERM", table[i].type);
        set_variable("NO_COLOR", table[i].none);
        terminal = table[i].terminal;
        begin("012", 0, 0);
        console_configure(&given);
        assert_int_equal(style_colors, table[i].colors);
        assert_int_equal(console_color_err(), table[i].colors);
    }
}

static void sizes(void **state) {
    (void)state;
    static const struct {
        bool terminal;
        char fails;
        unsigned short columns;
        unsigned style, measured, rows;
    } table[] = {
        {true, 0, 100, 99, 100, 50}, {true, 0, 0, 79, 80, 24}, {true, 'i', 100, 79, 80, 24},
        {false, 0, 100, 0, 100, 50}, {true, 0, 1, 0, 1, 24},
    };
    const options given = {.color = COLOR_NEVER};

    for (size_t i = 0; i < COUNT(table); i++) {
        terminal = table[i].terminal;
        columns = table[i].columns;
        begin("012", table[i].fails, 0);
        console_configure(&given);
        assert_int_equal(style_columns, table[i].style);
        assert_int_equal(console_measure().columns, table[i].measured);
        assert_int_equal(console_measure().rows, table[i].rows);
    }
}

static void watching_for_signals(void **state) {
    (void)state;
    static const struct {
        char fails;
        unsigned after;
        bool good;
    } table[] = {{0, 0, true},   {'p', 0, false}, {'c', 0, false}, {'c', 1, false}, {'c', 2, false}, {'c', 3, false},
                 {'c', 4, true}, {'s', 0, false}, {'s', 1, false}, {'s', 6, false}, {'s', 7, false}, {'s', 8, true}};

    for (size_t i = 0; i < COUNT(table); i++) {
        begin("012", table[i].fails, table[i].after);
        int fd = signals_catch();
        assert_int_equal(fd, table[i].good ? 3 : -1);
        assert_true(table[i].good || errno == EMFILE);
    }
}

static void signals_ignored_before(void **state) {
    (void)state;
    memset(set, 0, sizeof set);
    ignored[SIGINT] = ignored[SIGCHLD] = true;
    begin("012", 0, 0);
    assert_true(signals_catch() >= 0);
    assert_true(set[SIGINT].sa_handler == SIG_DFL); /* was left alone */
    assert_true(set[SIGTERM].sa_handler != SIG_DFL && set[SIGTERM].sa_flags == SA_RESTART);
    assert_true(set[SIGCHLD].sa_handler == set[SIGTERM].sa_handler);
    ignored[SIGINT] = ignored[SIGCHLD] = false;
}

static void signals_that_come(void **state) {
    (void)state;
    begin("012", 0, 0);
    assert_true(signals_catch() >= 0);
    void (*handler)(int) = set[SIGINT].sa_handler;
    errno = ERANGE;
    handler(SIGWINCH);
    handler(SIGCHLD);
    assert_int_equal(piped, 2);
    assert_int_equal(signals_take(), 0);
    assert_int_equal(piped, 0);
    for (int i = 0; i < 100; i++) {
        handler(SIGWINCH);
    }
    begin("012", 'w', 0); /* the pipe is full: what was interrupted does not see it */
    errno = ERANGE;
    handler(SIGTERM);
    assert_int_equal(errno, ERANGE);
    assert_int_equal(signals_take(), SIGTERM);
    assert_int_equal(piped, 0);
    handler(SIGINT);
    assert_int_equal(signals_take(), SIGINT);
    assert_int_equal(signals_take(), SIGINT);
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(closed_descriptors),
        cmocka_unit_test(locales),
        cmocka_unit_test(colors),
        cmocka_unit_test(sizes),
        cmocka_unit_test(watching_for_signals),
        cmocka_unit_test(signals_ignored_before),
        cmocka_unit_test(signals_that_come),
    };

    return cmocka_run_group_tests_name("command line, console and signals", tests, NULL, NULL);
}
