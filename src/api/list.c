/* SPDX-License-Identifier: Apache-2.0 */
/* The list of import jobs, one page per request (api.md 1.5, 2.4, 3.3). */
#include "api/dialect.h"
#include "api/operation.h"
#include "api/place.h"
#include "api/take.h"
#include "base/number.h"

static const zimport_json_key job_keys[] = {
    KEY("jobId", ZIMPORT_MEMBER_JOB_ID),
    KEY("jobID", ZIMPORT_MEMBER_JOB_ID),
    KEY("collectionName", ZIMPORT_MEMBER_COLLECTION),
    KEY("state", ZIMPORT_MEMBER_STATE),
    KEY("progress", ZIMPORT_MEMBER_PERCENT),
    KEY("reason", ZIMPORT_MEMBER_REASON),
};

static const zimport_json_shape job_shape = {job_keys, ITEMS(job_keys)};

/* The documentation uses both names for the array. */
static const zimport_json_key data_keys[] = {
    {.name = "tasks", .id = ZIMPORT_MEMBER_JOBS, .inner = &job_shape, .array = true},
    {.name = "records", .id = ZIMPORT_MEMBER_JOBS, .inner = &job_shape, .array = true},
    KEY("count", ZIMPORT_MEMBER_COUNT),
    KEY("pageSize", ZIMPORT_MEMBER_PAGE_SIZE),
};

static const zimport_json_shape data_shape = {data_keys, ITEMS(data_keys)};

static const zimport_json_key reply_keys[] = {REPLY_KEYS(&data_shape)};

static const zimport_json_shape reply_shape = {reply_keys, ITEMS(reply_keys)};

static void begin(zimport_decoder *decoder) {
    zimport_list *list = decoder->result;

    list->jobs = 0;
    list->count = list->served = (zimport_number){0, false};
}

static zimport_status job_member(void *context, const zimport_json_value *value) {
    zimport_listed *job = context;

    switch (value->id) {
    case ZIMPORT_MEMBER_JOB_ID:
        job->id = zimport_take_id(value);
        break;
    case ZIMPORT_MEMBER_COLLECTION:
        job->collection = zimport_take_view(value, false);
        break;
    case ZIMPORT_MEMBER_STATE:
        job->state = zimport_dialect_words_state(zimport_take_view(value, false));
        break;
    case ZIMPORT_MEMBER_PERCENT:
        /* 0 to 100 in every dialect, even where a job's progress goes from 0 to 1. */
        if (!zimport_json_decimal(value, 2, ZIMPORT_PERCENT_DONE, &job->percent)) {
            job->percent = ZIMPORT_PERCENT_NONE;
        }
        break;
    default:
        job->reason = zimport_take_view(value, true);
        break;
    }
    return ZIMPORT_OK;
}

static uint32_t hash_of(zimport_view text) {
    uint32_t hash = 2166136261U;

    for (size_t i = 0; i < text.size; i++) {
        hash = (hash ^ (unsigned char)text.data[i]) * 16777619U;
    }
    return hash | 1; /* 0 stands for none */
}

/* A page that begins like the last one: the service ignores paging and would repeat itself for ever. */
static void take_job(zimport_decoder *decoder, zimport_list *list, const zimport_json_value *element) {
    zimport_listed job = {.index = list->jobs++, .percent = ZIMPORT_PERCENT_NONE, .cut = element->cut};

    job.cut |= zimport_json_members(element, &job_shape, job_member, &job) != ZIMPORT_OK;
    if (job.index == 0) {
        list->next_first = hash_of(job.id);
    }
    zimport_decoder_note(decoder, NOTE_REPEATED, list->next_first == list->first);
    if ((decoder->notes & NOTE_REPEATED) == 0 && list->on_job != NULL) {
        list->on_job(list->context, &job);
    }
}

/* Paging values are numbers, or digits in a string (api.md 6). */
static zimport_number take_count(const zimport_json_value *value) {
    bool string = value->type == ZIMPORT_JSON_STRING && !value->cut;

    return string ? number_digits(zimport_json_string(value)) : zimport_json_integer(value);
}

static void member(zimport_decoder *decoder, const zimport_json_value *value) {
    zimport_list *list = decoder->result;

    switch (value->id) {
    case ZIMPORT_MEMBER_COUNT:
        list->count = take_count(value);
        break;
    case ZIMPORT_MEMBER_PAGE_SIZE:
        list->served = take_count(value);
        break;
    default:
        if (value->type == ZIMPORT_JSON_ELEMENT) {
            take_job(decoder, list, value);
            break;
        }
        zimport_json_keep_members(&decoder->scanner);
        list->jobs = value->type == ZIMPORT_JSON_ARRAY ? 0 : list->jobs;
        zimport_decoder_note(decoder, NOTE_TOLD, true);
        zimport_decoder_note(decoder, NOTE_BAD_ROWS,
                             value->type != ZIMPORT_JSON_ARRAY && value->type != ZIMPORT_JSON_NULL);
        break;
    }
}

/* The documentation disagrees whether `count` is the total or the jobs on this page. One that equals the jobs on this
 * page therefore ends the list only if the page is not full. */
static bool has_more(const zimport_decoder *decoder, const zimport_list *list, uint64_t seen) {
    uint64_t size = list->served.given && list->served.value > 0 ? list->served.value : list->size;
    bool full = list->jobs >= size;

    if (!decoder->dialect->paged || list->jobs == 0 || (decoder->notes & NOTE_REPEATED) != 0 ||
        list->page == UINT32_MAX) {
        return false;
    }
    return list->count.given && list->count.value != list->jobs ? seen < list->count.value : full;
}

static zimport_status end(zimport_decoder *decoder) {
    zimport_list *list = decoder->result;

    if ((decoder->notes & NOTE_TOLD) == 0) {
        return ZIMPORT_REPLY_NO_DATA;
    }
    if ((decoder->notes & NOTE_BAD_ROWS) != 0) {
        return ZIMPORT_REPLY_TYPE;
    }
    list->seen += (decoder->notes & NOTE_REPEATED) != 0 ? 0 : list->jobs;
    list->more = has_more(decoder, list, list->seen);
    list->first = list->next_first;
    list->page += list->more;
    return ZIMPORT_OK;
}

static const char *path(const zimport_dialect *dialect, size_t index) {
    (void)index;
    return dialect->list_path;
}

static zimport_status check(const zimport_question *question) {
    const zimport_list *list = question->subject;

    return list->page > 0 && list->size > 0 ? ZIMPORT_OK : ZIMPORT_BAD_ARGUMENT;
}

static void write_number(zimport_http_writer *writer, const zimport_question *question, const char *name,
                         uint32_t number) {
    char digits[11];
    size_t at = sizeof digits - 1;

    digits[at] = '\0';
    do {
        digits[--at] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    zimport_encoding_of(question)->number(writer, name, zimport_view_of(digits + at));
}

static void parameters(zimport_http_writer *writer, const zimport_question *question) {
    const zimport_list *list = question->subject;
    const zimport_dialect *dialect = question->dialect;

    question->dialect->place->parameters(writer, question);
    if (dialect->databases) {
        zimport_encoding_text(writer, question, "collectionName", list->collection);
    }
    if (dialect->paged) {
        write_number(writer, question, "pageSize", list->size);
        write_number(writer, question, "currentPage", list->page);
    }
}

const zimport_operation zimport_operation_list = {
    .path = path,
    .check = check,
    .parameters = parameters,
    .shape = &reply_shape,
    .begin = begin,
    .member = member,
    .end = end,
    .refine = zimport_operation_without_job,
};
