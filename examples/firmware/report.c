/* SPDX-License-Identifier: Apache-2.0 */
#include "report.h"

#include <string.h>

#include "board.h"

static void print_percent(int32_t hundredths) {
    if (hundredths != ZIMPORT_PERCENT_NONE) {
        board_print(", ");
        board_print_number((uint64_t)hundredths / 100);
        board_print(" %");
    }
}

static void print_rows(const zimport_progress *progress) {
    if (progress->imported_rows.given) {
        board_print(", ");
        board_print_number(progress->imported_rows.value);
        board_print(" rows");
    }
    if (progress->files > 1) {
        board_print(" in ");
        board_print_number(progress->files);
        board_print(" files");
    }
}

static bool contains(zimport_view text, zimport_view part) {
    for (size_t at = 0; part.size > 0 && at + part.size <= text.size; at++) {
        if (memcmp(text.data + at, part.data, part.size) == 0) {
            return true;
        }
    }
    return false;
}

/* The server's message, without control sequences, and without the key, which some servers repeat. */
static void print_text(const char *label, const zimport_text *text, zimport_view key) {
    zimport_view words = zimport_text_view(text);

    if (words.size == 0) {
        return;
    }
    board_print(label);
    if (contains(words, key)) {
        board_print("(a text with the API key in it)\n");
        return;
    }
    for (size_t i = 0; i < words.size; i++) {
        bool control = (unsigned char)words.data[i] < ' ' || (unsigned char)words.data[i] >= 0x7F;
        board_print_view(control ? zimport_view_of("?") : (zimport_view){&words.data[i], 1});
    }
    board_print("\n");
}

void report_answer(const zimport_follow *follow, const zimport_client *client) {
    const zimport_job *job = &follow->jobs[follow->current];

    if (job->status == ZIMPORT_OK && !job->changed) {
        return;
    }
    board_print_view(job->id);
    board_print(": ");
    if (job->status == ZIMPORT_OK) {
        board_print(zimport_state_name(job->state));
        print_percent(job->percent);
        print_rows(follow->progress);
        board_print("\n");
        print_text("  reason: ", &follow->progress->reason, client->config.key);
        return;
    }
    board_print(zimport_status_text(job->status));
    if (client->detail != 0) {
        board_print(client->detail < 0 ? " (-" : " (");
        board_print_number((uint64_t)(client->detail < 0 ? -(int64_t)client->detail : client->detail));
        board_print(")");
    }
    board_print(job->ended ? "\n" : "; going on\n");
    print_text("  the service said: ", &follow->answer->message, client->config.key);
}

/* Each kind of failure is a range of zimport_status (status.h) with its own exit status. */
static int exit_of_status(zimport_status status) {
    static const struct {
        uint8_t last, exit;
    } ranges[] = {
        {ZIMPORT_BAD_ARGUMENT, EXIT_INTERNAL},
        {ZIMPORT_KEY_MISFIT, EXIT_USAGE},
        {ZIMPORT_SYSTEM, EXIT_INTERNAL},
        {ZIMPORT_PROXY_REFUSED, EXIT_NETWORK},
        {ZIMPORT_TLS_FAILED, 8},
        {ZIMPORT_REPLY_OTHER_JOB, 9},
        {ZIMPORT_UNAUTHORIZED, 6},
        {ZIMPORT_NOT_FOUND, 5},
        {ZIMPORT_REFUSED, 9},
        {ZIMPORT_ABORTED, EXIT_TIMEOUT},
    };
    size_t i = 0;

    while (i < sizeof ranges / sizeof ranges[0] - 1 && status > ranges[i].last) {
        i++;
    }
    return ranges[i].exit;
}

int report_end(const zimport_job *job) {
    if (job->status != ZIMPORT_OK) {
        return exit_of_status(job->status);
    }
    if (job->state == ZIMPORT_COMPLETED) {
        return 0;
    }
    return zimport_state_is_final(job->state) ? EXIT_FAILED : EXIT_TIMEOUT;
}

int report_failure(const char *what, zimport_status status) {
    board_print(what);
    board_print(": ");
    board_print(zimport_status_text(status));
    board_print("\n");
    return exit_of_status(status);
}
