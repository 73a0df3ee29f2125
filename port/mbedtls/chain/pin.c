/* SPDX-License-Identifier: Apache-2.0 */
/* Pins: digests of the public keys that a server may have. */
#include "../base/internal.h"

#include <string.h>

#include "../base/pem.h"

static const char prefix[] = "sha256//";

enum { PREFIX_SIZE = sizeof prefix - 1, TEXT_SIZE = PREFIX_SIZE + 44 };

zimport_status zimport_pin_parse(zimport_pin pin, zimport_view text) {
    zimport_pem pem;
    size_t size = 0;

    /* Base64 of exactly 32 bytes ends with one `=`. */
    if (text.size != TEXT_SIZE || memcmp(text.data, prefix, PREFIX_SIZE) != 0 || text.data[TEXT_SIZE - 1] != '=') {
        return ZIMPORT_BAD_ARGUMENT;
    }
    zimport_pem_begin(&pem);
    for (size_t i = PREFIX_SIZE; i < TEXT_SIZE; i++) {
        zimport_pem_event event = zimport_pem_feed(&pem, text.data[i]);
        if (event == ZIMPORT_PEM_BAD) {
            return ZIMPORT_BAD_ARGUMENT;
        }
        if (event == ZIMPORT_PEM_BYTE) {
            pin[size++] = pem.byte;
        }
    }
    return size == sizeof(zimport_pin) ? ZIMPORT_OK : ZIMPORT_BAD_ARGUMENT;
}

void zimport_pin_print(const zimport_pin pin, char text[53]) {
    memcpy(text, prefix, PREFIX_SIZE);
    for (size_t bit = 0; bit < 8 * sizeof(zimport_pin); bit += 6) {
        size_t at = bit / 8;
        unsigned pair = (unsigned)pin[at] << 8 | (at + 1 < sizeof(zimport_pin) ? pin[at + 1] : 0U);
        text[PREFIX_SIZE + bit / 6] =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"[pair >> (10 - bit % 8) & 63U];
    }
    memcpy(text + TEXT_SIZE - 1, "=", 2);
}

static bool match(zimport_pins *self, const void *der, size_t size) {
    zimport_hash hash;

    zimport_hash_begin(&hash);
    zimport_hash_add(&hash, der, size);
    if (!zimport_hash_end(&hash, self->seen)) {
        return false;
    }
    for (size_t i = 0; i < self->count; i++) {
        if (memcmp(self->pins[i], self->seen, sizeof self->seen) == 0) {
            return true;
        }
    }
    return false;
}

void zimport_pins_init(zimport_pins *pins, const zimport_pin *list, size_t count) {
    memset(pins, 0, sizeof *pins);
    pins->match = match;
    pins->pins = list;
    pins->count = count;
}
