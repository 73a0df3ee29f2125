/* SPDX-License-Identifier: Apache-2.0 */
#include "client/parts.h"

const char *zimport_client_path(const zimport_client *client) {
    const zimport_operation *operation = client->operation;
    const char *own = operation->about_job ? client->config.path : NULL;

    return own != NULL ? own : operation->path(client->config.dialect, client->path);
}

void zimport_client_question(const zimport_client *client, zimport_question *question) {
    question_configure(question, &client->config);
    question->path = zimport_client_path(client);
    question->operation = client->operation;
    question->job = client->job;
    question->subject = client->result;
}

zimport_status zimport_client_check(const zimport_client *client) {
    zimport_question question;

    zimport_client_question(client, &question);
    return zimport_question_check(&question);
}

/* Servers of one dialect may have different paths. All are tried, starting with the last that worked. */
bool zimport_client_next_path(zimport_client *client) {
    const char *const *paths = client->config.dialect->paths;

    if (!client->operation->about_job || client->config.path != NULL) {
        return false;
    }
    client->missed++;
    client->path++;
    if (paths[client->path] == NULL) {
        client->path = 0;
    }
    return paths[client->missed] != NULL;
}
