/* SPDX-License-Identifier: Apache-2.0 */
/* When it was built. A file of its own, since it is compiled anew for each build. */
#include "internal.h"

#if !defined(ZIMPORT_BUILD_TIME)
#define ZIMPORT_BUILD_TIME 0
#endif

int64_t zimport_tls_built(void) {
    return ZIMPORT_BUILD_TIME;
}
