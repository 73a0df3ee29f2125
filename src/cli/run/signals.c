/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/run/signals.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

static volatile sig_atomic_t ending;
static int fds[2] = {-1, -1};

static void on_signal(int number) {
    int error = errno;

    if (number == SIGINT || number == SIGTERM) {
        ending = number;
    }
    /* A full pipe is as readable as one with one more byte. */
    if (write(fds[1], "", 1) < 0) {
        errno = error;
    }
}

/* What was ignored when the program began stays so: nohup, and what a script runs in the background. */
static void watch(int number) {
    struct sigaction action = {.sa_handler = on_signal, .sa_flags = SA_RESTART};
    struct sigaction before;

    sigemptyset(&action.sa_mask);
    if (sigaction(number, NULL, &before) == 0 && before.sa_handler != SIG_IGN) {
        sigaction(number, &action, NULL);
    }
}

static bool prepare(int fd) {
    return fcntl(fd, F_SETFL, O_NONBLOCK) == 0 && fcntl(fd, F_SETFD, FD_CLOEXEC) == 0;
}

int signals_catch(void) {
    if (pipe(fds) != 0 || !prepare(fds[0]) || !prepare(fds[1])) {
        return -1;
    }
    watch(SIGINT);
    watch(SIGTERM);
#ifdef SIGWINCH
    watch(SIGWINCH);
#endif
    return fds[0];
}

int signals_take(void) {
    char bytes[64];

    while (read(fds[0], bytes, sizeof bytes) > 0) {
    }
    return (int)ending;
}
