/* SPDX-License-Identifier: Apache-2.0 */
/* What a reply amounts to, once all of it is known. */
#ifndef ZIMPORT_SRC_API_JUDGE_H
#define ZIMPORT_SRC_API_JUDGE_H

#include "api/decoder.h"

/* The state where the service has no word for it (api.md 0.3): a reason means failed, all of it means completed. */
zimport_state judge_state(int32_t percent, bool has_reason, bool has_complete_time);

/* The row of a code in the dialect's table, from 1; 0 where it is not there. */
uint8_t judge_row(const zimport_dialect *dialect, int64_t code);

/* The status of a reply, as far as it follows from decoder->answer's HTTP status, the code, whether there is data, and
 * how its JSON ended. Resets answer->code_row where the
 * code means nothing. */
zimport_status judge_reply(zimport_decoder *decoder, zimport_status json);

#endif
