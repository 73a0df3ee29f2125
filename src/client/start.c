/* SPDX-License-Identifier: Apache-2.0 */
#include "client/parts.h"

zimport_status zimport_start_begin(zimport_client *client, zimport_start *start, zimport_answer *answer) {
    bool again = start != NULL && start->idempotency_key.size > 0;

    return client_begin(client, again ? &operation_start_again : &operation_start, zimport_view_of(NULL), start,
                        answer);
}
