/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/screen/table.h"

/* East Asian characters and emoji have two columns; whoever takes a few others for such only cuts earlier. */
static size_t width_of(unsigned char first) {
    return first >= 0xE3 ? 2 : (first & 0xC0) != 0x80;
}

static void put(table *t, char byte) {
    size_t width;

    t->color |= byte == '\033';
    width = t->color ? 0 : width_of((unsigned char)byte);
    t->cut |= width > 0 && t->column + width >= t->columns;
    if (!t->cut || t->color) {
        out_byte(t->to, byte);
        t->column += width;
    }
    t->color &= byte != 'm';
}

static bool take(void *context, const char *data, size_t size) {
    table *t = context;

    for (size_t i = 0; i < size; i++) {
        if (data[i] == '\0') {
            t->shown += !t->full;
        } else if (t->lines == 0) {
            t->full = true;
        } else if (data[i] == '\n') {
            console_draw_next(t->column);
            t->lines--;
            t->column = 0;
            t->cut = false;
        } else {
            put(t, data[i]);
        }
    }
    return true;
}

void table_begin(table *t, console_size size) {
    *t = (table){
        .text = {.flush = take, .context = t}, .to = console_draw(), .lines = size.rows - 1, .columns = size.columns};
}

void table_end(table *t, size_t jobs) {
    size_t left = jobs - t->shown;

    t->lines = 1;
    if (left > 0) {
        out_number(&t->text, left);
        out_text(&t->text, " more");
    }
    out_text(&t->text, jobs == 0 ? "no import jobs found" : "");
    console_draw_end(t->column);
}
