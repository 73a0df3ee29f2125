/* SPDX-License-Identifier: Apache-2.0 */
/* In front of musl's clock: the date is in 2040, where 32 bits end for seconds since 1970. */
#define _POSIX_C_SOURCE 200809L
#include <stdint.h>
#include <time.h>

/* Where a pointer has 32 bits, musl's headers give the function with 64 bits for the time another name. */
#if UINTPTR_MAX == UINT32_MAX
#define NAME(prefix) prefix##__clock_gettime64
#else
#define NAME(prefix) prefix##clock_gettime
#endif

int NAME(__real_)(clockid_t id, struct timespec *time); /* NOLINT(*-reserved-identifier,cert-dcl*) */
int NAME(__wrap_)(clockid_t id, struct timespec *time); /* NOLINT(*-reserved-identifier,cert-dcl*) */

int NAME(__wrap_)(clockid_t id, struct timespec *time) {
    const int64_t new_year = INT64_C(2208988800);
    int result = NAME(__real_)(id, time);

    if (id == CLOCK_REALTIME && time->tv_sec < new_year) {
        time->tv_sec = (time_t)(new_year + time->tv_sec % 86400);
    }
    return result;
}
