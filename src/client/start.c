/* SPDX-License-Identifier: Apache-2.0 */
#include "client/parts.h"

zimport_status zimport_start_begin(zimport_client *client, zimport_start *start, zimport_answer *answer) {
    zimport_status status =
        zimport_client_request(client, &zimport_operation_start, zimport_view_of(NULL), start, answer);

    if (status == ZIMPORT_OK) {
        client->once = start->idempotency_key.size == 0;
    }
    return status;
}
