/* SPDX-License-Identifier: Apache-2.0 */
/* IP addresses out of text. */
#ifndef ZIMPORT_SRC_BASE_ADDRESS_H
#define ZIMPORT_SRC_BASE_ADDRESS_H

#include "zimport/base.h"

/* Four decimal numbers from 0 to 255 without leading zeros (RFC 3986 IPv4address). */
bool address_v4(zimport_view text, uint8_t bytes[4]);

/* RFC 4291 section 2.2, all three forms, without brackets and zone. */
bool address_v6(zimport_view text, uint8_t bytes[16]);

#endif
