/* SPDX-License-Identifier: Apache-2.0 */
#include "client/parts.h"

zimport_status zimport_list_begin(zimport_client *client, zimport_list *list, zimport_answer *answer) {
    return client_begin(client, &operation_list, zimport_view_of(NULL), list, answer);
}
