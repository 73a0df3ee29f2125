/* SPDX-License-Identifier: Apache-2.0 */
/* A member of any field's value, of up to MOST bytes, with spaces on both sides. What it is, stubs say: any number,
 * date or word. A length that is known never changes, and there is none without it. */
#include "prove.h"

#include "http/fields.c"

bool zimport_views_are(const char *bytes, size_t size, const char *text, unsigned fold) {
    ASSERT(size == 0 || READABLE(bytes, size));
    return nondet_bool();
}

int32_t zimport_number_small(const char *text, size_t size) {
    int32_t number = nondet_i32();

    ASSERT(size == 0 || READABLE(text, size));
    ASSUME(number >= -1);
    return number;
}

zimport_number zimport_number_of_digits(const char *text, size_t size) {
    ASSERT(size == 0 || READABLE(text, size));
    return (zimport_number){nondet_u64(), size > 0 && nondet_bool()};
}

int64_t zimport_date_read(const char *text, size_t size) {
    ASSERT(size == 0 || READABLE(text, size));
    return nondet_i64();
}

void zimport_text_set(zimport_text *text, zimport_view utf8) {
    ASSERT(utf8.size == 0 || READABLE(utf8.data, utf8.size));
    text->cut = nondet_bool();
}

void proof(void) {
    char block[MOST];
    zimport_text location;
    zimport_http_reader reader;
    size_t size = up_to(MOST);
    unsigned field = nondet_byte();
    zimport_view value = trim(block + MOST - size, block + MOST);

    ASSERT(value.size <= size);
    havoc(&reader, sizeof reader);
    reader.location = nondet_bool() ? &location : NULL;
    ASSUME(field <= LOCATION && (reader.has_length || reader.length == 0));
    bool had = reader.has_length;
    uint32_t length = reader.length;
    if (take_value(&reader, field, value) == ZIMPORT_OK) {
        ASSERT(!had || (reader.has_length && reader.length == length));
        ASSERT(reader.has_length ? had || field == LENGTH : reader.length == 0);
    }
}
