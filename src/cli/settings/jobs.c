/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/settings/jobs.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/text/errors.h"
#include "cli/text/unseen.h"

#if ZIMPORT_ID_MAX > 255
#error "the size of an id is kept in one byte"
#endif

/* Ids, each preceded by its size in one byte. */
#define CHUNK 4064
struct id_chunk {
    struct id_chunk *next;
    size_t size;
    char data[CHUNK];
};

/* One byte more than an id may have shows that it is too long. */
typedef struct line {
    char data[ZIMPORT_ID_MAX + 1];
    size_t size;
    uint64_t number;
} line;

static bool out_of_memory(job_list *list, out *error) {
    list->no_memory = true;
    out_text(error, "out of memory after ");
    out_number(error, list->count);
    out_text(error, " jobs; ask for fewer at a time");
    return false;
}

static bool refuse_id(zimport_view id, uint64_t line_number, out *error) {
    /* The cut may have split a character. */
    while (id.size > ZIMPORT_ID_MAX && (unsigned char)id.data[id.size - 1] >= 0x80) {
        id.size--;
    }
    if (line_number) {
        out_text(error, "line ");
        out_number(error, line_number);
        out_text(error, " of standard input: ");
    }
    return unseen_refuse(error, "a job id", UNSEEN_ID_RULE, id);
}

static bool add_chunk(job_list *list) {
    struct id_chunk *chunk = malloc(sizeof *chunk);

    if (!chunk) {
        return false;
    }
    chunk->next = NULL;
    chunk->size = 0;
    if (list->last) {
        list->last->next = chunk;
    } else {
        list->first = chunk;
    }
    list->last = chunk;
    return true;
}

static bool add(job_list *list, zimport_view id, uint64_t line_number, out *error) {
    if (!zimport_id_is_valid(id)) {
        return refuse_id(id, line_number, error);
    }
    if ((!list->last || CHUNK - list->last->size < id.size + 1) && !add_chunk(list)) {
        return out_of_memory(list, error);
    }
    list->last->data[list->last->size++] = (char)id.size;
    memcpy(list->last->data + list->last->size, id.data, id.size);
    list->last->size += id.size;
    list->count++;
    return true;
}

static bool is_blank(zimport_view text) {
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] != ' ' && text.data[i] != '\t') {
            return false;
        }
    }
    return true;
}

static bool end_line(job_list *list, line *at, out *error) {
    zimport_view id = {at->data, at->size};

    at->number++;
    at->size = 0;
    if (id.size > 0 && id.data[id.size - 1] == '\r') {
        id.size--;
    }
    return is_blank(id) || add(list, id, at->number, error);
}

static bool take_bytes(job_list *list, line *at, const char *data, size_t size, out *error) {
    for (size_t i = 0; i < size; i++) {
        if (data[i] == '\n') {
            if (!end_line(list, at, error)) {
                return false;
            }
        } else if (at->size < sizeof at->data) {
            at->data[at->size++] = data[i];
        } else if (data[i] != '\r') {
            at->number++;
            return refuse_id((zimport_view){at->data, at->size}, at->number, error);
        }
    }
    return true;
}

static bool read_input(job_list *list, out *error) {
    static char memory[4096];
    line at = {.size = 0};

    for (;;) {
        ssize_t n = read(STDIN_FILENO, memory, sizeof memory);

        if (n == 0) {
            return at.size == 0 || end_line(list, &at, error);
        }
        if (n > 0 && !take_bytes(list, &at, memory, (size_t)n, error)) {
            return false;
        }
        if (n < 0 && errno != EINTR) {
            out_text(error, "cannot read the job ids from standard input: ");
            out_text(error, error_words(errno));
            return false;
        }
    }
}

static bool make_jobs(job_list *list, out *error) {
    size_t i = 0;

    free(list->jobs);
    free(list->notes);
    list->jobs = calloc(list->count, sizeof *list->jobs);
    list->notes = calloc(list->count, sizeof *list->notes);
    if (!list->jobs || !list->notes) {
        return out_of_memory(list, error);
    }
    for (const struct id_chunk *chunk = list->first; chunk; chunk = chunk->next) {
        for (size_t at = 0; at < chunk->size; i++) {
            size_t size = (unsigned char)chunk->data[at];

            list->jobs[i].id = (zimport_view){chunk->data + at + 1, size};
            at += size + 1;
        }
    }
    return true;
}

bool jobs_check(const options *given, out *error) {
    const char *wrong =
        given->all ? given->operand_count > 0 ? "--all and job ids; give one of them" : NULL
        : BUILT_WAIT_ALL && (given->collection || given->states.count > 0) ? "--collection and --state need --all"
        : given->operand_count > 0                                         ? NULL
                                   : "no job id; give at least one, or - to read them from standard input";

    out_text(error, wrong ? wrong : "");
    return !wrong;
}

bool jobs_read(job_list *list, const options *given, out *error) {
    for (size_t i = 0; i < given->operand_count; i++) {
        const char *operand = given->operands[i];

        if (!(strcmp(operand, "-") == 0 ? read_input(list, error) : add(list, zimport_view_of(operand), 0, error))) {
            return false;
        }
    }
    if (BUILT_ENV && given->format == OUTPUT_ENV && list->count > 1) {
        out_text(error, "-o env is for one job, not ");
        out_number(error, list->count);
        return false;
    }
    return make_jobs(list, error);
}

static out *nowhere(void) {
    static out to;

    to.failed = true;
    return &to;
}

bool jobs_one(job_list *list, zimport_view id) {
    return add(list, id, 0, nowhere()) && jobs_make(list);
}

bool jobs_take(void *list, const char *data, size_t size) {
    static line at;

    (void)take_bytes(list, &at, data, size, nowhere());
    return true;
}

bool jobs_make(job_list *list) {
    return !list->no_memory && make_jobs(list, nowhere());
}
