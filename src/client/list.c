/* SPDX-License-Identifier: Apache-2.0 */
#include "client/parts.h"

zimport_status zimport_list_begin(zimport_client *client, zimport_list *list, zimport_answer *answer) {
    zimport_status status =
        zimport_client_request(client, &zimport_operation_list, zimport_view_of(NULL), list, answer);

    /* The next page is asked for as soon as the rate limit allows. */
    if (status == ZIMPORT_OK) {
        client->limit_at = client->spaced_at;
    }
    return status;
}
