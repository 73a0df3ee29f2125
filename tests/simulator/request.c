/* SPDX-License-Identifier: Apache-2.0 */
/* Refuses everything that a server or proxy might refuse or misunderstand: the client should never depend on
 * tolerance. */
#define _POSIX_C_SOURCE 200809L
#include "simulator.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { BODY_MAX = 4194304 };

/* A bare LF counts, so that such a head is answered and not waited for. */
size_t request_end(const char *data, size_t len) {
    size_t i;

    for (i = 1; i < len; i++) {
        if (data[i] == '\n' && (data[i - 1] == '\n' || (i >= 2 && data[i - 1] == '\r' && data[i - 2] == '\n'))) {
            return i + 1;
        }
    }
    return 0;
}

static bool is_token_char(char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
           (c != '\0' && strchr("!#$%&'*+-.^_`|~", c) != NULL);
}

static size_t token_length(const char *text) {
    size_t len = 0;

    while (is_token_char(text[len])) {
        len++;
    }
    return len;
}

/* CR and LF only as pairs, no other control character. */
static const char *check_bytes(const char *head, size_t len) {
    size_t i;

    for (i = 0; i < len; i++) {
        unsigned char c = (unsigned char)head[i];

        if (c == '\n' && (i == 0 || head[i - 1] != '\r')) {
            return "a bare LF in the request head";
        }
        if (c == '\r' && (i + 1 == len || head[i + 1] != '\n')) {
            return "a bare CR in the request head";
        }
        if ((c < 0x20 && c != '\r' && c != '\n') || c == 0x7f) {
            return "a control character in the request head";
        }
        if (c > 0x7f) {
            return "a byte above ASCII in the request head";
        }
    }
    return len >= 4 && memcmp(head + len - 4, "\r\n\r\n", 4) == 0 ? NULL : "the request head is too long";
}

static char *cut_line(char *line) {
    char *end = strstr(line, "\r\n");

    *end = '\0';
    return end + 2;
}

static const char *parse_first_line(struct request *request, char *line) {
    char *target = strchr(line, ' ');
    char *version = target != NULL ? strchr(target + 1, ' ') : NULL;
    char *query;

    if (version == NULL || strchr(version + 1, ' ') != NULL) {
        return "the request line has not three parts";
    }
    *target++ = '\0';
    *version++ = '\0';
    if (token_length(line) == 0 || line[token_length(line)] != '\0') {
        return "the method is not a token";
    }
    if (strcmp(version, "HTTP/1.1") != 0) {
        return "the version is not HTTP/1.1";
    }
    if (*target != '/' || strpbrk(target, "#\"<>\\^`{|}") != NULL) {
        return "the request target is not a path of allowed characters";
    }
    query = strchr(target, '?');
    if (query != NULL) {
        *query++ = '\0';
    }
    request->method = line;
    request->path = target;
    request->query = query;
    return NULL;
}

static const char *parse_field(struct request *request, char *line) {
    size_t name = token_length(line);
    char *value = line + name + 1;
    size_t len;

    if (name == 0 || line[name] != ':') {
        return "a field line without a proper name and colon";
    }
    if (request->field_count == sizeof request->fields / sizeof request->fields[0]) {
        return "more than 64 fields";
    }
    line[name] = '\0';
    value += strspn(value, " ");
    for (len = strlen(value); len > 0 && value[len - 1] == ' '; len--) {
        value[len - 1] = '\0';
    }
    request->fields[request->field_count].name = line;
    request->fields[request->field_count].value = value;
    request->field_count++;
    return NULL;
}

static const char *parse_lines(struct request *request, char *head, size_t len) {
    const char *fault = check_bytes(head, len);
    char *line = head;
    char *next;

    if (fault != NULL) {
        return fault;
    }
    next = cut_line(line);
    fault = parse_first_line(request, line);
    for (line = next; fault == NULL && (size_t)(line - head) < len - 2; line = next) {
        next = cut_line(line);
        fault = parse_field(request, line);
    }
    return fault;
}

static const char *find_body(struct request *request) {
    const char *value = "";
    size_t digits;

    if (request_field(request, "Transfer-Encoding", &value) > 0 || request_field(request, "Expect", &value) > 0) {
        return "a POST with Transfer-Encoding or Expect";
    }
    if (request_field(request, "Content-Length", &value) != 1) {
        return "a POST has to have one Content-Length";
    }
    digits = strspn(value, "0123456789");
    if (digits == 0 || value[digits] != '\0' || (digits > 1 && *value == '0')) {
        return "the Content-Length is no plain number";
    }
    if (digits > 7 || strtoul(value, NULL, 10) > BODY_MAX) {
        return "the request body is too long";
    }
    request->body_size = (size_t)strtoul(value, NULL, 10);
    return NULL;
}

void request_parse(struct request *request, char *head, size_t len) {
    memset(request, 0, sizeof *request);
    request->fault = parse_lines(request, head, len);
    if (request->fault == NULL && strcmp(request->method, "POST") == 0) {
        request->fault = find_body(request);
    }
}

size_t request_field(const struct request *request, const char *name, const char **value) {
    size_t count = 0;
    size_t i;

    for (i = 0; i < request->field_count; i++) {
        if (strcasecmp(request->fields[i].name, name) == 0) {
            *value = request->fields[i].value;
            count++;
        }
    }
    return count;
}

static int hex_value(char c) {
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    c = (char)(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* False: malformed, or it does not fit. */
static bool decode(const char *from, size_t len, char *to, size_t size) {
    size_t i;

    for (i = 0; i < len && size > 1; i++, size--) {
        if (from[i] != '%') {
            *to++ = from[i];
            continue;
        }
        if (len - i < 3 || hex_value(from[i + 1]) < 0 || hex_value(from[i + 2]) < 0) {
            return false;
        }
        *to++ = (char)(hex_value(from[i + 1]) * 16 + hex_value(from[i + 2]));
        i += 2;
    }
    *to = '\0';
    return i == len;
}

int request_parameter(const struct request *request, const char *name, char *value, size_t size) {
    const char *at = request->query != NULL ? request->query : "";
    int count = 0;

    while (*at != '\0') {
        size_t len = strcspn(at, "&");
        size_t key = strcspn(at, "=&");

        if (key == 0 || key == len) {
            return -1;
        }
        if (key == strlen(name) && memcmp(at, name, key) == 0) {
            count++;
            if (!decode(at + key + 1, len - key - 1, value, size)) {
                return -1;
            }
        }
        at += len;
        if (*at == '&' && *++at == '\0') {
            return -1;
        }
    }
    return count;
}
