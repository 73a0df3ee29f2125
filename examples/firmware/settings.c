/* SPDX-License-Identifier: Apache-2.0 */
#include "settings.h"

extern const char settings_start[], settings_end[]; /* linker.ld */

/* Takes everything up to a character or the end, and skips the character. */
static zimport_view take(zimport_view *rest, char end) {
    zimport_view piece = {rest->data, 0};

    while (piece.size < rest->size && piece.data[piece.size] != end) {
        piece.size++;
    }
    size_t passed = piece.size < rest->size ? piece.size + 1 : piece.size;
    rest->data += passed;
    rest->size -= passed;
    return piece;
}

static uint32_t number_of(zimport_view digits) {
    uint32_t value = 0;

    for (size_t i = 0; i < digits.size && digits.data[i] >= '0' && digits.data[i] <= '9'; i++) {
        value = value * 10 + (uint32_t)(digits.data[i] - '0');
    }
    return value;
}

static bool set(board_settings *settings, zimport_view name, zimport_view value) {
    const struct {
        const char *name;
        zimport_view *text;
        uint32_t *number;
    } known[] = {
        {"url", &settings->url, NULL},
        {"key", &settings->key, NULL},
        {"cluster", &settings->cluster, NULL},
        {"job", &settings->job, NULL},
        {"address", &settings->address, NULL},
        {"interval_ms", NULL, &settings->interval_ms},
        {"timeout_s", NULL, &settings->timeout_s},
    };

    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (!zimport_view_is(name, known[i].name)) {
            continue;
        }
        if (known[i].text != NULL) {
            *known[i].text = value;
        } else {
            *known[i].number = number_of(value);
        }
        return true;
    }
    return false;
}

/* Takes the lines up to `mark`, which it skips, or to the end. */
static zimport_view take_until(zimport_view *rest, const char *mark) {
    zimport_view piece = {rest->data, 0};

    while (rest->size > 0) {
        zimport_view line = take(rest, '\n');
        if (zimport_view_is(line, mark)) {
            break;
        }
        piece.size = (size_t)(rest->data - piece.data);
    }
    return piece;
}

bool settings_read(board_settings *settings) {
    zimport_view client = {settings_start, (size_t)(settings_end - settings_start)};
    zimport_view rest = take_until(&client, "client=");

    *settings = (board_settings){.interval_ms = 5000, .client = client};
    /* The text ends at unwritten flash, which reads as ones, or as zeros in the emulator. */
    while (rest.size > 0 && rest.data[0] != '-' && rest.data[0] != '\0' && rest.data[0] != '\xFF') {
        zimport_view line = take(&rest, '\n');
        zimport_view name = take(&line, '=');

        if (!set(settings, name, line)) {
            return false;
        }
    }
    settings->root = rest;
    return settings->url.size > 0 && settings->job.size > 0;
}
