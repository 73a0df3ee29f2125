/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a terminal would show: screen WIDTH HEIGHT [FRAMES] <BYTES
 *
 * Prints the lines that are left at the end; on stderr `bars N` (how often a line was begun anew by CR), `widest N`
 * (columns used at any time) and `blocks N` (how often the cursor went up to draw several lines anew); and to the file
 * FRAMES what was to be seen whenever it did, each time ended by a line `--`. `ESC [ 8 ; HEIGHT ; WIDTH t` gives the
 * terminal another size: lines that are too wide then are wrapped, as most terminals do. Exit 1, and a line that begins
 * with "fault:", where a line was wrapped, a sequence is not one of the few that are needed, the cursor went up beyond
 * the first line, or the end leaves a hidden cursor, a colour, a line that was not ended, or anything below the cursor.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { COLUMNS = 1024, ROWS = 64, CELL = 5 };

typedef struct row {
    char cells[COLUMNS][CELL];
    size_t used;  /* columns that hold something */
    bool wrapped; /* the next row is the rest of its line */
} row;

static struct {
    row rows[ROWS];
    size_t row, at; /* the cursor */
    size_t width, height;
    size_t widest;
    unsigned long returns, blocks;
    bool hidden;
    bool colored;
    FILE *frames;
} screen;

static int faults;

static void fault(const char *what) {
    if (faults++ < 5) {
        fprintf(stderr, "fault: %s\n", what);
    }
}

static row *this_row(void) {
    return &screen.rows[screen.row];
}

static void put(const char *bytes, size_t size) {
    row *to = this_row();

    if (screen.at >= screen.width || screen.at >= COLUMNS) {
        fault("a line was wrapped");
        return;
    }
    for (; to->used < screen.at; to->used++) {
        memcpy(to->cells[to->used], " ", 2);
    }
    memcpy(to->cells[screen.at], bytes, size);
    to->cells[screen.at][size] = '\0';
    screen.at++;
    if (screen.at > to->used) {
        to->used = screen.at;
    }
    if (screen.at > screen.widest) {
        screen.widest = screen.at;
    }
}

static void print(FILE *to, const row *from, size_t count) {
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < from[i].used; j++) {
            fputs(from[i].cells[j], to);
        }
        putc('\n', to);
    }
}

/* What leaves the screen at the top stays as it is. */
static void end_line(void) {
    if (screen.row + 1 < screen.height) {
        screen.row++;
        return;
    }
    print(stdout, screen.rows, 1);
    memmove(screen.rows, screen.rows + 1, (screen.height - 1) * sizeof *screen.rows);
    *this_row() = (row){.used = 0};
}

static void clear_line(size_t from) {
    this_row()->wrapped = false;
    if (this_row()->used > from) {
        this_row()->used = from;
    }
}

static void clear_below(void) {
    clear_line(screen.at);
    for (size_t i = screen.row + 1; i < screen.height; i++) {
        screen.rows[i] = (row){.used = 0};
    }
}

static void go_up(size_t count) {
    screen.blocks++;
    if (screen.frames) {
        print(screen.frames, screen.rows, screen.row + 1);
        fputs("--\n", screen.frames);
    }
    if (count == 0 || count > screen.row) {
        fault("up beyond the first line");
        count = screen.row;
    }
    screen.row -= count;
}

static size_t number(const char *text, size_t most) {
    size_t n = strtoul(text, NULL, 10);

    return n < 1 ? 1 : n < most ? n : most;
}

/* With the cursor at the end of the last, where the program leaves it. */
static void resize(size_t height, size_t width) {
    static row old[ROWS];
    size_t count = screen.row + 1;

    memcpy(old, screen.rows, sizeof old);
    memset(screen.rows, 0, sizeof screen.rows);
    screen.height = height;
    screen.width = width;
    screen.row = screen.at = 0;
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < old[i].used; j++) {
            if (screen.at == width) {
                this_row()->wrapped = true;
                end_line();
                screen.at = 0;
            }
            put(old[i].cells[j], strlen(old[i].cells[j]));
        }
        if (!old[i].wrapped && i + 1 < count) {
            end_line();
            screen.at = 0;
        }
    }
}

static void set_size(const char *text) {
    const char *height = strchr(text, ';');
    const char *width = height ? strchr(height + 1, ';') : NULL;

    if (!width || text[0] != '8') {
        fault("a control sequence that is not needed");
        return;
    }
    resize(number(height + 1, ROWS), number(width + 1, COLUMNS));
}

/* After ESC. */
static void sequence(void) {
    char text[24] = "";
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
        clear_line(screen.at);
    } else if (strcmp(text, "2K") == 0) {
        clear_line(0);
    } else if (strcmp(text, "J") == 0 || strcmp(text, "0J") == 0) {
        clear_below();
    } else if (size > 0 && text[size - 1] == 't') {
        set_size(text);
    } else if (size > 0 && text[size - 1] == 'A') {
        go_up(size > 1 ? strtoul(text, NULL, 10) : 1);
    } else if (size > 0 && text[size - 1] == 'm') {
        screen.colored = strcmp(text, "m") != 0 && strcmp(text, "0m") != 0;
    } else if (strcmp(text, "?25l") == 0 || strcmp(text, "?25h") == 0) {
        screen.hidden = text[3] == 'l';
    } else {
        fault("a control sequence that is not needed");
    }
}

/* Its first byte is not ASCII. Each has one column here. */
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

static void end(void) {
    bool below = false;

    for (size_t i = screen.row + 1; i < screen.height; i++) {
        below = below || screen.rows[i].used > 0;
    }
    if (this_row()->used > 0) {
        fault("the last line was not ended");
        screen.row++;
    }
    if (below) {
        fault("something stays below");
    }
    if (screen.hidden) {
        fault("the cursor stays hidden");
    }
    if (screen.colored) {
        fault("a colour stays");
    }
    print(stdout, screen.rows, screen.row);
}

int main(int argc, char **argv) {
    int byte;

    screen.width = number(argc > 1 ? argv[1] : "80", COLUMNS);
    screen.height = number(argc > 2 ? argv[2] : "24", ROWS);
    screen.frames = argc > 3 ? fopen(argv[3], "w") : NULL;
    while ((byte = getchar()) != EOF) {
        take(byte);
    }
    end();
    fprintf(stderr, "bars %lu\nwidest %lu\nblocks %lu\n", screen.returns, (unsigned long)screen.widest, screen.blocks);
    if (screen.frames) {
        fclose(screen.frames);
    }
    return faults > 0 ? 1 : 0;
}
