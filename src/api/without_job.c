/* SPDX-License-Identifier: Apache-2.0 */
#include "api/operation.h"

/* Milvus 2.4 to 3.0: a job's id is not a number. */
#define BAD_ID 1100

zimport_status zimport_operation_without_job(zimport_decoder *decoder, zimport_status status) {
    zimport_answer *answer = decoder->answer;

    if (status != ZIMPORT_NOT_FOUND && !(answer->code_row > 0 && answer->code == BAD_ID)) {
        return status;
    }
    answer->code_row = 0; /* its advice is about a job */
    return ZIMPORT_REFUSED;
}
