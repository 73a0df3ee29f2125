/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a terminal would show: screen WIDTH <BYTES
 *
 * Prints the lines that are left at the end; on stderr `bars N` (how often a line was begun anew by CR) and `widest N`
 * (columns used at any time). Exit 1, and a line that begins with "fault:", where a line was wrapped, a sequence is not
 * one of the few that are needed, or the end leaves a hidden cursor, a colour, or a line that was not ended.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { COLUMNS = 1024, CELL = 5 };

static struct {
    char cells[COLUMNS][CELL];
    size_t used; /* columns that hold something */
    size_t at;
    size_t width;
    size_t widest;
    unsigned long returns;
    bool hidden;
    bool colored;
} screen;

static int faults;

static void fault(const char *what) {
    if (faults++ < 5) {
        fprintf(stderr, "fault: %s\n", what);
    }
}

static void put(const char *bytes, size_t size) {
    if (screen.at >= screen.width || screen.at >= COLUMNS) {
        fault("a line was wrapped");
        return;
    }
    memcpy(screen.cells[screen.at], bytes, size);
    screen.cells[screen.at][size] = '\0';
    screen.at++;
    if (screen.at > screen.used) {
        screen.used = screen.at;
    }
    if (screen.at > screen.widest) {
        screen.widest = screen.at;
    }
}

static void end_line(void) {
    size_t i;

    for (i = 0; i < screen.used; i++) {
        fputs(screen.cells[i], stdout);
    }
    putchar('\n');
    screen.used = 0;
}

/* Takes what follows ESC. */
static void sequence(void) {
    char text[16] = "";
    size_t size = 0;
    int byte = getchar();

    if (byte != '[') {
        fault("an escape sequence that is not needed");
        return;
    }
    while ((byte = getchar()) != EOF && size < sizeof text - 2) {
        text[size++] = (char)byte;
        if (byte >= '@' && byte <= '~') {
            break;
        }
    }
    text[size] = '\0';
    if (strcmp(text, "K") == 0 || strcmp(text, "0K") == 0) {
        screen.used = screen.at < screen.used ? screen.at : screen.used;
    } else if (strcmp(text, "2K") == 0) {
        screen.used = 0;
    } else if (size > 0 && text[size - 1] == 'm') {
        screen.colored = strcmp(text, "m") != 0 && strcmp(text, "0m") != 0;
    } else if (strcmp(text, "?25l") == 0 || strcmp(text, "?25h") == 0) {
        screen.hidden = text[3] == 'l';
    } else {
        fault("a control sequence that is not needed");
    }
}

/* The rest of a character whose first byte is not ASCII. Every one has one column here. */
static void character(int first) {
    char bytes[CELL] = {(char)first};
    size_t count = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    size_t size;

    for (size = 1; size < count; size++) {
        int byte = getchar();

        if (byte == EOF || (byte & 0xC0) != 0x80) {
            fault("invalid UTF-8");
            return;
        }
        bytes[size] = (char)byte;
    }
    put(bytes, size);
}

static void take(int byte) {
    char one = (char)byte;

    if (byte == '\r') {
        screen.at = 0;
        screen.returns++;
    } else if (byte == '\n') {
        end_line();
    } else if (byte == 0x1b) {
        sequence();
    } else if (byte < ' ' || byte == 0x7f) {
        fault("a control character");
    } else if (byte < 0x80) {
        put(&one, 1);
    } else {
        character(byte);
    }
}

int main(int argc, char **argv) {
    int byte;

    screen.width = argc == 2 ? strtoul(argv[1], NULL, 10) : 80;
    while ((byte = getchar()) != EOF) {
        take(byte);
    }
    if (screen.used > 0) {
        fault("the last line was not ended");
        end_line();
    }
    if (screen.hidden) {
        fault("the cursor stays hidden");
    }
    if (screen.colored) {
        fault("a colour stays");
    }
    fprintf(stderr, "bars %lu\nwidest %lu\n", screen.returns, (unsigned long)screen.widest);
    return faults > 0 ? 1 : 0;
}
