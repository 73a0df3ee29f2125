/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZIMPORT_CLI_TEXT_UNITS_H
#define ZIMPORT_CLI_TEXT_UNITS_H

#include "cli/text/out.h"

/* Hundredths of a percent without trailing zeros: `40`, `0.5`, `33.33`. */
void units_percent(out *to, int32_t hundredths);

/* `512 B`, `18.6 MiB`: rounded down to one decimal. */
void units_size(out *to, uint64_t bytes);

/* `19,599,887`. */
void units_grouped(out *to, uint64_t number);

/* `12 s`, `3 min 05 s`, `1 h 02 min`, `2 d 03 h`. */
void units_duration(out *to, uint64_t ms);

/* `0:12`, `3:05`, `1:02:09`. */
void units_clock(out *to, uint64_t ms);

/* Seconds with as many decimals as needed: `60`, `0.25`. */
void units_seconds(out *to, uint64_t ms);

/* `2023-10-28T06:51:49Z`. */
void units_date(out *to, int64_t seconds);

/* Rounded down. */
uint64_t units_part(uint64_t size, int32_t hundredths);

/* `2` and `0.25` (seconds), `500ms`, `1.5h` or `1h30m` as milliseconds, rounded up, at most `most` seconds: numbers
 * with units, each smaller than the one before it, out of d, h, m, s and ms. */
bool units_read_time(const char *text, uint32_t most, uint64_t *ms);

/* Digits and nothing else, at most `most`. */
bool units_read_number(const char *text, uint64_t most, uint64_t *number);

#endif
