/* SPDX-License-Identifier: Apache-2.0 */
#include "client/parts.h"

zimport_status zimport_config_check(const zimport_config *config) {
    zimport_question question = {.operation = &zimport_operation_progress};

    question_configure(&question, config);
    question.job = zimport_view_of("job"); /* any will do for the check */
    return zimport_question_check(&question);
}
