/* SPDX-License-Identifier: Apache-2.0 */
#include "base/base64.h"

static uint32_t byte_at(zimport_view bytes, size_t at) {
    return at < bytes.size ? (unsigned char)bytes.data[at] : 0;
}

void zimport_base64_encode(zimport_view bytes, char *to) {
    const char *digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    for (size_t at = 0; at < bytes.size; at += 3) {
        uint32_t group = byte_at(bytes, at) << 16 | byte_at(bytes, at + 1) << 8 | byte_at(bytes, at + 2);
        for (size_t i = 0; i < 4; i++) {
            *to++ = i <= bytes.size - at ? digits[group >> (18 - 6 * i) & 63] : '=';
        }
    }
    *to = '\0';
}
