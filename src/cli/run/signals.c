/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/run/signals.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <unistd.h>

#include "cli/settings/built.h"

static volatile sig_atomic_t ending;
static int fds[2] = {-1, -1};

static void on_signal(int number) {
    int error = errno;

    if (number == SIGINT || number == SIGTERM) {
        ending = number;
    }
    /* If the pipe is full, it is readable anyway. */
    if (write(fds[1], "", 1) < 0) {
        errno = error;
    }
}

/* Signals ignored at start stay ignored: nohup, and background jobs of scripts. But then children leave nothing to be
 * waited for. */
static bool watch(int number) {
    struct sigaction action = {.sa_handler = on_signal, .sa_flags = SA_RESTART};
    struct sigaction before;

    sigemptyset(&action.sa_mask);
    return sigaction(number, NULL, &before) == 0 &&
           ((before.sa_handler == SIG_IGN && number != SIGCHLD) || sigaction(number, &action, NULL) == 0);
}

static bool prepare(int fd) {
    return fcntl(fd, F_SETFL, O_NONBLOCK) == 0 && fcntl(fd, F_SETFD, FD_CLOEXEC) == 0;
}

int signals_catch(void) {
    static const uint8_t numbers[] = {
        SIGINT,
        SIGTERM,
#if BUILT_HOOK
        SIGCHLD,
#endif
#ifdef SIGWINCH
        SIGWINCH,
#endif
    };

    if (pipe(fds) != 0 || !prepare(fds[0]) || !prepare(fds[1])) {
        return -1;
    }
    for (size_t i = 0; i < sizeof numbers; i++) {
        if (!watch(numbers[i])) {
            return -1;
        }
    }
    return fds[0];
}

int signals_take(void) {
    char bytes[64];

    while (read(fds[0], bytes, sizeof bytes) > 0) {
    }
    return (int)ending;
}
