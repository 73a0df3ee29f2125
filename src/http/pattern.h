/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZIMPORT_SRC_HTTP_PATTERN_H
#define ZIMPORT_SRC_HTTP_PATTERN_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Matches a text with a pattern and gives its numbers. In the pattern a digit from 0 to 5 stands for a digit of that
 * number, _ for a space or a digit of number 2; w for the first three letters of a day, W for its whole name; b for the
 * first three of a month, whose place becomes number 1, from 0. Anything else stands for itself.
 */
bool pattern_match(const char *text, size_t size, const char *pattern, unsigned numbers[6]);

#endif
