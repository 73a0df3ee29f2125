/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZIMPORT_SRC_API_JUDGE_H
#define ZIMPORT_SRC_API_JUDGE_H

#include "api/decoder.h"

/* Where the service sends no state (api.md 0.3): a reason means failed, 100 % means completed. */
zimport_state zimport_judge_state(int32_t percent, bool has_reason, bool has_complete_time);

/* From 1; 0 if the code is not in the table. */
uint8_t zimport_judge_row(const zimport_dialect *dialect, int64_t code);

/* From answer->http_status, the code, whether there is data, and how the JSON ended. Resets answer->code_row if the
 * code turns out to mean nothing. */
zimport_status zimport_judge_reply(zimport_decoder *decoder, zimport_status json);

#endif
