/* SPDX-License-Identifier: Apache-2.0 */
/* A file of its own, since every build compiles it anew. */
#include "internal.h"

#if !defined(ZIMPORT_BUILD_TIME)
#define ZIMPORT_BUILD_TIME 0
#endif

int64_t zimport_tls_built(void) {
    return ZIMPORT_BUILD_TIME;
}
