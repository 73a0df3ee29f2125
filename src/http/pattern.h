/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZIMPORT_SRC_HTTP_PATTERN_H
#define ZIMPORT_SRC_HTTP_PATTERN_H

#include <stdbool.h>
#include <stddef.h>

/* In the pattern, a digit N from 0 to 5 matches a digit of numbers[N]; _ a space or a digit of numbers[2]; w the first
 * three letters of a day, W its whole name; b the first three letters of a month, stored in numbers[1] from 0. Anything
 * else matches itself. */
bool zimport_pattern_match(const char *text, size_t size, const char *pattern, unsigned numbers[6]);

/* JanFebMar and so on. */
extern const char zimport_pattern_months[];

#endif
