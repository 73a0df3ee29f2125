/* SPDX-License-Identifier: Apache-2.0 */
/* Endpoints: whatever is accepted is clean, means the same when it is written again, and breaks no request. */
#include "fuzz.h"

#include "http/date.h"
#include "http/writer.h"

static void check_host(const zimport_origin *origin) {
    size_t size = strlen(origin->host);
    REQUIRE(size >= 1 && size <= ZIMPORT_HOST_MAX);
    for (size_t i = 0; i < size; i++) {
        unsigned char c = (unsigned char)origin->host[i];
        REQUIRE(c > ' ' && c < 127);
        REQUIRE(!(c >= 'A' && c <= 'Z'));
        REQUIRE(strchr("/?#@[]%\\\"<>^`{|}", c) == NULL);
        REQUIRE(c != ':' || origin->address);
    }
    REQUIRE(origin->host[size - 1] != '.');
    REQUIRE(origin->port != 0);
}

static void check_prefix(const zimport_origin *origin) {
    size_t size = strlen(origin->prefix);
    REQUIRE(size <= ZIMPORT_PREFIX_MAX);
    REQUIRE(size == 0 || (origin->prefix[0] == '/' && origin->prefix[size - 1] != '/'));
    for (size_t i = 0; i < size; i++) {
        unsigned char c = (unsigned char)origin->prefix[i];
        REQUIRE(c > ' ' && c < 127 && strchr("?#[]\\\"<>^`{|}", c) == NULL);
    }
}

static void check_again(const zimport_origin *origin) {
    char text[ZIMPORT_HOST_MAX + ZIMPORT_PREFIX_MAX + 32];
    zimport_origin again;
    bool brackets = strchr(origin->host, ':') != NULL;
    int size = snprintf(text, sizeof text, "%s://%s%s%s:%u%s/", origin->tls ? "https" : "http", brackets ? "[" : "",
                        origin->host, brackets ? "]" : "", (unsigned)origin->port, origin->prefix);
    REQUIRE(size > 0 && (size_t)size < sizeof text);
    REQUIRE(zimport_origin_parse(&again, (zimport_view){text, (size_t)size}) == ZIMPORT_OK);
    REQUIRE(again.tls == origin->tls && again.address == origin->address && again.port == origin->port);
    REQUIRE(strcmp(again.host, origin->host) == 0 && strcmp(again.prefix, origin->prefix) == 0);
    REQUIRE(again.loopback == origin->loopback);
}

/* The lines that were meant, whatever the origin. */
static void check_request(const zimport_origin *origin, zimport_view value) {
    char memory[2048];
    zimport_http_writer writer;
    zimport_http_begin(&writer, memory, sizeof memory, "GET");
    zimport_http_path(&writer, origin, "/get");
    zimport_http_query(&writer, "q", value);
    zimport_http_target_end(&writer, origin);
    zimport_http_field(&writer, "X", "v ", value);
    zimport_status status = zimport_http_end(&writer);
    REQUIRE(writer.size <= sizeof memory);
    REQUIRE(status == ZIMPORT_OK || status == ZIMPORT_NO_ROOM || status == ZIMPORT_BAD_ARGUMENT);
    size_t lines = 0;
    for (size_t i = 0; i < writer.size; i++) {
        unsigned char c = (unsigned char)memory[i];
        lines += c == '\n';
        REQUIRE((c >= ' ' && c != 127) || c == '\r' || c == '\n' || c == '\t');
        REQUIRE((c == '\n') == (i > 0 && memory[i - 1] == '\r'));
    }
    REQUIRE(status != ZIMPORT_OK || lines == 4);
}

static void check_date(zimport_view text) {
    int64_t seconds = 0;
    if (zimport_http_date(text, &seconds)) {
        REQUIRE(seconds >= INT64_C(-62167219200) && seconds <= INT64_C(253402300800));
        REQUIRE(text.size >= 24 && text.size <= 33);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    zimport_origin origin;
    zimport_view input = {(const char *)data, size};
    zimport_status status = zimport_origin_parse(&origin, input);
    REQUIRE(status == ZIMPORT_OK || status == ZIMPORT_BAD_URL);
    check_date(input);
    if (status == ZIMPORT_OK) {
        check_host(&origin);
        check_prefix(&origin);
        check_again(&origin);
        check_request(&origin, input);
    } else {
        REQUIRE(zimport_origin_parse(&origin, zimport_view_of("h")) == ZIMPORT_OK);
        check_request(&origin, input);
    }
    return 0;
}
