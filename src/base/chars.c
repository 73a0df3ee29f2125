/* SPDX-License-Identifier: Apache-2.0 */
#include "base/chars.h"

int hex_value(char c) {
    unsigned digit = (unsigned)(unsigned char)c - (unsigned)'0';

    if (digit < 10) {
        return (int)digit;
    }
    digit = ((unsigned char)c | 0x20U) - 'a';
    return digit < 6 ? (int)digit + 10 : -1;
}
