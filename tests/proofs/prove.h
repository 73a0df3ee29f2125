/* SPDX-License-Identifier: Apache-2.0 */
/* The words of the proofs: what CBMC understands of C beside C. */
#ifndef ZIMPORT_TESTS_PROOFS_PROVE_H
#define ZIMPORT_TESTS_PROOFS_PROVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#ifndef PROVING /* for the linters */
_Bool __CPROVER_r_ok(const void *memory, size_t size);
_Bool __CPROVER_w_ok(const void *memory, size_t size);
#endif
void __CPROVER_assume(_Bool condition);
void __CPROVER_assert(_Bool condition, const char *what);
void __CPROVER_havoc_slice(void *memory, size_t size);

#define ASSUME(condition) __CPROVER_assume(condition)
#define ASSERT(condition) __CPROVER_assert(condition, #condition)

#define READABLE(memory, size) __CPROVER_r_ok(memory, size)
#define WRITABLE(memory, size) __CPROVER_w_ok(memory, size)

/* Without a body: any value. */
bool nondet_bool(void);
char nondet_char(void);
uint8_t nondet_byte(void);
uint16_t nondet_u16(void);
uint32_t nondet_u32(void);
uint64_t nondet_u64(void);
int32_t nondet_i32(void);
int64_t nondet_i64(void);
size_t nondet_size(void);

/* Any content from now on. */
static inline void havoc(void *memory, size_t size) {
    __CPROVER_havoc_slice(memory, size);
}

/* Any size up to `most`. */
static inline size_t up_to(size_t most) {
    size_t size = nondet_size();

    ASSUME(size <= most);
    return size;
}

#endif
