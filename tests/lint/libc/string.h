/* SPDX-License-Identifier: Apache-2.0 */
/* All of a C library that the core needs; lint and budget compile it with no other. */
#ifndef ZIMPORT_TESTS_LINT_STRING_H
#define ZIMPORT_TESTS_LINT_STRING_H

#include <stddef.h>

void *memchr(const void *memory, int c, size_t size);
int memcmp(const void *one, const void *other, size_t size);
void *memcpy(void *to, const void *from, size_t size);
void *memmove(void *to, const void *from, size_t size);
void *memset(void *memory, int c, size_t size);
char *strchr(const char *text, int c);
size_t strlen(const char *text);

#endif
