/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZIMPORT_SRC_BASE_BASE64_H
#define ZIMPORT_SRC_BASE_BASE64_H

#include "zimport/base.h"

/* Padded base64 (RFC 4648 section 4) and NUL: (size + 2) / 3 * 4 + 1 bytes at `to`. */
void zimport_base64_encode(zimport_view bytes, char *to);

#endif
