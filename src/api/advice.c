/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "zimport/api.h"

const char *zimport_code_advice(const zimport_answer *answer, const char *words) {
    const char *advice = NULL;

    for (uint8_t row = 0; row < answer->code_row; row++) {
        advice = *words != '\0' ? words : advice;
        words += strlen(words) + 1;
    }
    return advice;
}
