/* SPDX-License-Identifier: Apache-2.0 */
#include "client/parts.h"

zimport_status zimport_commit_begin(zimport_client *client, zimport_view job, zimport_answer *answer) {
    return zimport_client_request(client, &zimport_operation_commit, job, answer, answer);
}

zimport_status zimport_abort_begin(zimport_client *client, zimport_view job, zimport_answer *answer) {
    return zimport_client_request(client, &zimport_operation_abort, job, answer, answer);
}
