/* SPDX-License-Identifier: Apache-2.0 */
#include "api/place.h"

#include "api/encoding.h"

/* A project and its region, or a cluster, never both (api.md 9). A Milvus server is one cluster: an id is only looked
 * at. */
static zimport_status check(const zimport_question *question) {
    const zimport_project *project = question->project;
    bool cloud = question->dialect->cluster_required;
    zimport_view id = question->cluster;

    if (!zimport_question_is_clean(question->database, ' ') || (project != NULL && (id.size > 0 || !cloud))) {
        return ZIMPORT_BAD_ARGUMENT;
    }
    if (project != NULL) {
        id = zimport_id_is_valid(project->region) ? project->id : project->region;
    }
    return zimport_id_is_valid(id) || (id.size == 0 && !cloud) ? ZIMPORT_OK : ZIMPORT_BAD_ID;
}

static void fields(zimport_http_writer *writer, const zimport_question *question) {
    if (question->database.size > 0) {
        zimport_http_raw(writer, "DB-Name: ");
        zimport_http_value(writer, question->database);
    }
}

static void parameters(zimport_http_writer *writer, const zimport_question *question) {
    if (question->project != NULL) {
        zimport_encoding_text(writer, question, "projectId", question->project->id);
        zimport_encoding_text(writer, question, "regionId", question->project->region);
    }
    if (question->dialect->cluster_required) {
        zimport_encoding_text(writer, question, "clusterId", question->cluster);
    }
    zimport_encoding_text(writer, question, "dbName", question->database);
}

const struct zimport_place zimport_place_posted = {check, fields, parameters};
