/* SPDX-License-Identifier: Apache-2.0 */
/* What waits. */
#include <string.h>

#include "sockets_system.h"

/* One select takes no longer: its time has few bits on some systems. Whoever waits looks at the clock again. */
#define LONGEST_MS UINT64_C(3600000)

bool zimport_sockets_ready(int fd, bool writing, uint64_t ms) {
    unsigned limited = (unsigned)(ms < LONGEST_MS ? ms : LONGEST_MS);
    ZIMPORT_SOCKETS_TIME time = {.tv_sec = (int)(limited / 1000U), .tv_usec = (int)(limited % 1000U * 1000U)};
    ZIMPORT_SOCKETS_SET set;
    ZIMPORT_SOCKETS_SET *wanted = NULL;

    memset(&set, 0, sizeof set);
    if (fd >= 0) {
        ZIMPORT_SOCKETS_ADD(fd, &set);
        wanted = &set;
    }
    return ZIMPORT_SOCKETS_CALL(select)(fd + 1, writing ? NULL : wanted, writing ? wanted : NULL, NULL, &time) > 0;
}

void zimport_sockets_wait(const zimport_platform *platform, int fd, bool writing, uint64_t until) {
    uint64_t now = platform->now(platform);

    if (now < until) {
        (void)zimport_sockets_ready(fd, writing, until - now);
    }
}

void zimport_sockets_sleep(const zimport_platform *self, uint64_t until) {
    zimport_sockets_wait(self, -1, false, until);
}
