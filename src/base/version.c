/* SPDX-License-Identifier: Apache-2.0 */
#include "zimport/base.h"

const char *zimport_version(void) {
    return ZIMPORT_VERSION;
}
