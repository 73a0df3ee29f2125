/* SPDX-License-Identifier: Apache-2.0 */
/* One page, which a browser loads anew until every job has ended. */
#include "cli/output/picture.h"
#include "cli/text/units.h"

extern const char picture_style[];

/* Bytes of a text on the page. */
#define TEXT_MOST 500

static void write_text(out *to, const char *before, zimport_view text, bool cut, const char *behind) {
    if (text.size > 0) {
        out_text(to, before);
        quote_most(to, text, cut, TEXT_MOST, quote_html);
        out_text(to, behind);
    }
}

static void write_small(out *to, const zimport_text *text) {
    write_text(to, "<small>", zimport_text_view(text), text->cut, "</small>");
}

static void write_counts(const picture *p, out *to) {
    size_t ended = 0;
    size_t failed = 0;

    for (size_t i = 0; i < p->count; i++) {
        const picture_job *job = &p->jobs[i];

        ended += picture_has_ended(job);
        failed += picture_has_ended(job) && job->progress.state != ZIMPORT_COMPLETED;
    }
    out_number(to, ended);
    out_text(to, " of ");
    out_number(to, p->count);
    out_text(to, p->count == 1 ? " job ended" : " jobs ended");
    if (failed > 0) {
        out_text(to, ", ");
        out_number(to, failed);
        out_text(to, " without success");
    }
}

static void write_time(out *to, const char *before, int64_t time) {
    if (time != ZIMPORT_TIME_UNKNOWN) {
        out_text(to, before);
        units_date(to, time);
    }
}

static void write_head(const picture *p, out *to) {
    bool ended = true;

    for (size_t i = 0; i < p->count && ended; i++) {
        ended = picture_has_ended(&p->jobs[i]);
    }
    out_text(to, picture_style);
    out_text(to, ended ? "<title>" : "<meta http-equiv=\"refresh\" content=\"5\"><title>");
    write_counts(p, to);
    out_text(to, "</title></head><body><h1>Import jobs</h1><p>");
    write_counts(p, to);
    out_text(to, "; progress ");
    out_number(to, (uint64_t)picture_mean(p) / 100);
    out_text(to, " %");
    write_time(to, "</p><p>Written ", p->now);
    write_time(to, "; last answer ", p->answered);
    out_text(to, p->away ? "; the service does not answer at the moment</p>\n" : "</p>\n");
}

/* In squares of one hundredth of a percent; the width is the time. */
static void write_point(const picture *p, out *to, char kind, size_t sample, int32_t done) {
    out_byte(to, kind);
    out_number(to, p->plot.samples[sample].at * ZIMPORT_PERCENT_DONE / p->elapsed);
    out_byte(to, ' ');
    out_number(to, (uint64_t)(ZIMPORT_PERCENT_DONE - done));
}

static void write_plot(const picture *p, out *to) {
    const picture_plot *plot = &p->plot;

    if (plot->count < 2) {
        return;
    }
    out_text(to, "<figure><svg viewBox=\"0 0 10000 10000\" preserveAspectRatio=\"none\" role=\"img\" "
                 "aria-label=\"Progress over time\"><path vector-effect=\"non-scaling-stroke\" d=\"");
    write_point(p, to, 'M', 0, 0);
    for (size_t i = 0; i < plot->count; i++) {
        write_point(p, to, 'L', i, plot->samples[i].done);
    }
    write_point(p, to, 'L', plot->count - 1, 0);
    out_text(to, "Z\"/></svg><figcaption>Progress, 0 to 100 %, over ");
    units_duration(to, p->elapsed);
    out_text(to, "</figcaption></figure>\n");
}

static void write_progress(out *to, const picture_job *job) {
    const zimport_progress *known = &job->progress;

    out_text(to, "<b>");
    out_text(to, job->exit != 0 ? "Error" : job->answered ? zimport_state_name(known->state) : "Asking");
    out_text(to, "</b>");
    if (known->percent != ZIMPORT_PERCENT_NONE) {
        out_byte(to, ' ');
        units_percent(to, known->percent);
        out_text(to, "\xC2\xA0%");
    }
    if (job->doing) {
        out_text(to, ", ");
        out_text(to, job->doing);
    }
    if (known->percent != ZIMPORT_PERCENT_NONE) {
        out_text(to, "<progress max=\"100\" value=\"");
        units_percent(to, known->percent);
        write_text(to, "\" aria-label=\"", job->id, false, "");
        out_text(to, "\"></progress>");
    }
    write_small(to, &known->reason);
    write_small(to, &job->answer.message);
}

/* How long it took, or has taken so far. */
static void write_span(const picture *p, out *to, const zimport_progress *known) {
    int64_t from = zimport_time_read(&known->create_time);
    int64_t until = zimport_state_is_final(known->state) ? zimport_time_read(&known->complete_time) : p->now;

    if (from >= 0 && from <= until) {
        out_text(to, "<small>");
        units_duration(to, (uint64_t)(until - from) * 1000);
        out_text(to, "</small>");
    }
}

static void write_row(const picture *p, out *to, const picture_job *job) {
    const zimport_progress *known = &job->progress;

    out_text(to, "<tr class=\"");
    out_text(to, job->exit != 0 ? "Error" : zimport_state_name(known->state));
    out_text(to, "\"><th scope=\"row\">");
    write_text(to, "", job->id, false, "");
    write_small(to, &known->collection);
    out_text(to, "</th><td>");
    write_progress(to, job);
    out_text(to, "</td><td>");
    if (format_knows(known, known->imported_rows) || format_knows(known, known->total_rows)) {
        format_rows(to, known);
    }
    if (format_knows(known, known->file_size)) {
        out_text(to, "<small>");
        units_size(to, known->file_size.value);
        out_text(to, "</small>");
    }
    write_span(p, to, known);
    out_text(to, "</td></tr>\n");
}

void picture_html(picture *p, out *to) {
    write_head(p, to);
    write_plot(p, to);
    for (size_t i = 0; i < p->count; i++) {
        out_text(to, i > 0 ? ""
                           : "<table><thead><tr><th scope=\"col\">Job</th><th scope=\"col\">Progress</th>"
                             "<th scope=\"col\">Rows</th></tr></thead><tbody>\n");
        write_row(p, to, &p->jobs[i]);
    }
    out_text(to, p->count > 0 ? "</tbody></table></body></html>\n" : "</body></html>\n");
}
