/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZIMPORT_SRC_JSON_ESCAPES_H
#define ZIMPORT_SRC_JSON_ESCAPES_H

#include <stddef.h>

/* What a backslash and this character stand for; 'u' for itself, NUL for none. */
char zimport_escapes_meaning(char c);

/* In place; returns the size of the UTF-8 text. A lone surrogate becomes U+FFFD. */
size_t zimport_escapes_resolve(char *text, size_t size);

#endif
