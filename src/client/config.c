/* SPDX-License-Identifier: Apache-2.0 */
#include "client/parts.h"

zimport_status zimport_config_check(const zimport_config *config) {
    const zimport_question question =
        question_of(config, &operation_progress, zimport_view_of("job"), NULL, NULL); /* any job will do */

    return zimport_question_check(&question);
}
