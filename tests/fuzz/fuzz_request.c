/* SPDX-License-Identifier: Apache-2.0 */
/* Requests with any texts: the head stays as it is, and the scanner reads the same texts from the body. The input
 * begins with: dialect and question, flags of a start, capacity; texts end at a byte FF. */
#include "fuzz.h"

#include "api/dialect.h"
#include "api/operation.h"

#define ROOM 16384

enum { COLLECTION = 1, PARTITION, DATABASE, ACCESS, SECRET, TOKEN, URL, OTHER, KEY, VOLUME };

static const zimport_json_key keys[] = {
    {"collectionName", NULL, COLLECTION, false},
    {"partitionName", NULL, PARTITION, false},
    {"dbName", NULL, DATABASE, false},
    {"accessKey", NULL, ACCESS, false},
    {"secretKey", NULL, SECRET, false},
    {"token", NULL, TOKEN, false},
    {"volumeName", NULL, VOLUME, false},
    {"objectUrl", NULL, URL, false},
    {"clusterId", NULL, OTHER, false},
    {"projectId", NULL, OTHER, false},
    {"regionId", NULL, OTHER, false},
    {"jobId", NULL, OTHER, false},
};

static const zimport_json_shape shape = {keys, sizeof keys / sizeof keys[0]};

/* [0] is not used, [URL] and the next are the URLs. */
struct asked {
    zimport_view texts[VOLUME + 1];
    bool seen[VOLUME + 1];
    bool clean; /* all of them are UTF-8 */
    zimport_list list;
    zimport_start start;
    zimport_option option;
    zimport_project project;
    zimport_question question;
};

static zimport_view zimport_take_text(zimport_view *input) {
    zimport_view text = {input->data, 0};
    while (text.size < input->size && (unsigned char)text.data[text.size] != 0xFF) {
        text.size++;
    }
    size_t used = text.size + (text.size < input->size);
    input->data += used;
    input->size -= used;
    return text;
}

/* Each text of the body was asked for, and none comes twice. */
static zimport_status compare(void *context, const zimport_json_value *value) {
    struct asked *asked = context;
    if (value->id == OTHER) {
        REQUIRE(value->type == ZIMPORT_JSON_STRING);
        return ZIMPORT_OK;
    }
    REQUIRE(value->type == ZIMPORT_JSON_STRING && !value->cut && !asked->seen[value->id]);
    asked->seen[value->id] = true;
    zimport_view text = zimport_json_string(value);
    zimport_view want = asked->texts[value->id];
    REQUIRE(text.size == want.size && (want.size == 0 || memcmp(text.data, want.data, want.size) == 0));
    REQUIRE(text.size > 0 || value->id == URL);
    return ZIMPORT_OK;
}

static bool is_start(const zimport_operation *operation) {
    return operation == &zimport_operation_start;
}

static void check_body(struct asked *asked, zimport_view body) {
    static char memory[ROOM];
    zimport_json_scanner scanner;
    zimport_json_init(&scanner, &shape, compare, asked, memory, sizeof memory);
    zimport_status status = zimport_json_feed(&scanner, body);
    zimport_status end = zimport_json_end(&scanner);
    if (!asked->clean) {
        REQUIRE(end == ZIMPORT_JSON_SYNTAX);
        return;
    }
    REQUIRE(status == ZIMPORT_OK && end == ZIMPORT_OK);
    const zimport_dialect *dialect = asked->question.dialect;
    bool start = is_start(asked->question.operation);
    REQUIRE(asked->seen[DATABASE] == (dialect->databases && asked->texts[DATABASE].size > 0));
    REQUIRE(!start || asked->seen[COLLECTION]);
    REQUIRE(asked->seen[VOLUME] == (start && asked->texts[VOLUME].size > 0));
    REQUIRE(asked->seen[SECRET] == (start && asked->texts[SECRET].size > 0));
    REQUIRE(asked->seen[URL] == (start && !dialect->start_groups));
}

/* The lines are as expected, and end only at `head`. */
static void check_head(const struct asked *asked, zimport_view request, size_t head) {
    char length[40];
    int size = snprintf(length, sizeof length, "\r\nContent-Length: %zu\r\n", request.size - head);
    size_t lines = 0;
    bool found = false;
    REQUIRE(head >= 4 && head <= request.size && memcmp(request.data + head - 4, "\r\n\r\n", 4) == 0);
    for (size_t i = 0; i < head; i++) {
        unsigned char c = (unsigned char)request.data[i];
        REQUIRE(c >= ' ' || c == '\r' || c == '\n');
        lines += c == '\n';
        REQUIRE(i + 4 >= head || memcmp(request.data + i, "\r\n\r\n", 4) != 0);
        found |= i + (size_t)size <= head && memcmp(request.data + i, length, (size_t)size) == 0;
    }
    bool named = asked->question.dialect->databases && asked->texts[DATABASE].size > 0;
    bool post = request.size > head;
    REQUIRE(found == post);
    bool keyed = is_start(asked->question.operation) && asked->start.idempotency_key.size > 0;
    REQUIRE(lines == 8U + named + post + keyed);
    REQUIRE(memcmp(request.data, post ? "POST " : "GET ", post ? 5 : 4) == 0);
}

static struct asked take_asked(zimport_view *input, const zimport_origin *origin) {
    static const zimport_dialect *const dialects[] = {&zimport_v1, &zimport_v2, &zimport_milvus};
    static const zimport_operation *const operations[] = {&zimport_operation_progress, &zimport_operation_list,
                                                          &zimport_operation_start};
    static const zimport_operation *const decisions[] = {&zimport_operation_commit, &zimport_operation_abort};
    struct asked asked;
    memset(&asked, 0, sizeof asked);
    uint8_t choice = take_byte(input);
    uint8_t flags = take_byte(input);
    asked.question =
        (zimport_question){.operation = choice < 128 ? operations[choice / 3 % 3] : decisions[choice / 3 % 2],
                           .dialect = dialects[choice % 3],
                           .origin = origin,
                           .cluster = zimport_view_of("in01-1"),
                           .job = zimport_view_of("job-1"),
                           .key = zimport_view_of("k")};
    asked.question.path = asked.question.operation->path(asked.question.dialect, 0);
    asked.start.url_count = flags % 4;
    asked.start.group = flags / 4 % 2 == 1;
    asked.start.option_count = flags / 8 % 2;
    asked.project = (zimport_project){zimport_view_of("proj-1"), zimport_view_of("region-1")};
    if (flags / 16 % 2 == 1 && asked.question.dialect == &zimport_v2) {
        asked.question.cluster = zimport_view_of(NULL);
    }
    asked.list = (zimport_list){.page = 1U + flags, .size = 1U + choice};
    return asked;
}

/* After the last copy of `asked`. */
static void connect(struct asked *asked) {
    const zimport_view *texts = asked->texts;
    asked->list.collection = texts[COLLECTION];
    asked->start.collection = texts[COLLECTION];
    asked->start.partition = texts[PARTITION];
    asked->start.access_key = texts[ACCESS];
    asked->start.secret_key = texts[SECRET];
    asked->start.session_token = texts[TOKEN];
    asked->start.volume = texts[VOLUME];
    asked->start.idempotency_key = texts[KEY];
    if (asked->question.cluster.size == 0) {
        asked->question.project = &asked->project;
    }
    asked->start.url_count = asked->start.url_count > 2 ? 2 : asked->start.url_count;
    asked->start.urls = &texts[URL];
    asked->option = (zimport_option){texts[COLLECTION], texts[OTHER]};
    asked->start.options = &asked->option;
    asked->question.database = texts[DATABASE];
    asked->question.subject =
        asked->question.operation == &zimport_operation_list ? (void *)&asked->list : (void *)&asked->start;
}

/* Texts that are not part of the request may be anything. */
static bool all_utf8(const struct asked *asked) {
    bool start = is_start(asked->question.operation);
    bool clean = !asked->question.dialect->databases || is_utf8(asked->texts[DATABASE]);
    clean &= (!start && asked->question.operation != &zimport_operation_list) || is_utf8(asked->texts[COLLECTION]);
    for (int i = PARTITION; start && i <= VOLUME; i++) {
        bool used = i == URL     ? asked->start.url_count > 0
                    : i == OTHER ? asked->start.url_count > 1 || asked->start.option_count > 0
                                 : i != DATABASE && i != KEY;
        clean &= !used || is_utf8(asked->texts[i]);
    }
    return clean;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    zimport_view input = {(const char *)data, size};
    zimport_origin origin;
    if (size > 900) {
        return 0;
    }
    REQUIRE(zimport_origin_parse(&origin, zimport_view_of("https://h.example/up")) == ZIMPORT_OK);
    struct asked asked = take_asked(&input, &origin);
    size_t capacity = take_byte(&input) * 8U;
    for (int i = COLLECTION; i <= VOLUME; i++) {
        asked.texts[i] = zimport_take_text(&input);
    }
    connect(&asked);
    asked.clean = all_utf8(&asked);
    static char memory[ROOM];
    size_t head = 0;
    size_t written = 0;
    zimport_status status = zimport_question_check(&asked.question);
    REQUIRE(zimport_question_write(&asked.question, memory, sizeof memory, &head, &written) == status);
    if (status != ZIMPORT_OK) {
        REQUIRE(status == ZIMPORT_BAD_ARGUMENT);
        return 0;
    }
    zimport_view request = {memory, written};
    check_head(&asked, request, head);
    if (written > head) {
        check_body(&asked, (zimport_view){memory + head, written - head});
    }
    /* In less memory: all of it or no room, and not a byte beyond. */
    char *tight = malloc(capacity > 0 ? capacity : 1);
    REQUIRE(tight != NULL);
    size_t tight_head = 0;
    size_t tight_size = 0;
    status = zimport_question_write(&asked.question, tight, capacity, &tight_head, &tight_size);
    REQUIRE(status == (capacity < written ? ZIMPORT_NO_ROOM : ZIMPORT_OK));
    REQUIRE(tight_size <= capacity && memcmp(tight, memory, tight_size) == 0);
    free(tight);
    return 0;
}
