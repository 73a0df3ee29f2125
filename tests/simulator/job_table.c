/* SPDX-License-Identifier: Apache-2.0 */
/* The table of job names. */
#include "jobs.h"

#include <stdio.h>

const struct job_kind job_kinds[] = {
    /* jobs as they are */
    {"job-ok*", NULL, job_painted, NULL, "goes from 0 to 100 % in --duration, from when it is first asked for",
     EVERYWHERE, paint_runs},
    {"job-demo*", NULL, job_painted, NULL, "the same", EVERYWHERE, paint_runs},
    {"job-instant", NULL, job_painted, NULL, "complete, with files; the same body in every run", EVERYWHERE,
     paint_instant},
    {"job-at", "hundredths of a percent", job_painted, NULL, "stays there for ever, as job-at-4000 at 40 %", EVERYWHERE,
     paint_at},
    {"job-polls", "times", job_painted, NULL, "a step further each time it is asked for, complete at the N-th",
     EVERYWHERE, paint_counted},
    {"job-pending", NULL, job_painted, NULL, "stays at 0 % for ever", EVERYWHERE, paint_at},
    {"job-zero", NULL, job_body, V1_HEAD "\"readyPercentage\":0,\"completeTime\":null,\"errorMessage\":null," V1_TAIL,
     "0 %, no file rows", IN_V1, NULL},
    {"job-int1", NULL, job_body, V1_HEAD "\"readyPercentage\":1,\"completeTime\":null,\"errorMessage\":null," V1_TAIL,
     "readyPercentage 1 without completeTime", IN_V1, NULL},
    {"job-percent", "percent", job_percent, NULL, "progress as 0..100; moves, or stays at -PERCENT", IN_V1, NULL},
    {"job-backwards", NULL, job_painted, NULL, "60 %, 30 %, 50 %, then complete, one step a request", EVERYWHERE,
     paint_backwards},
    {"job-failed", NULL, job_painted, "row 17: wrong vector dimension",
     "fails at 40 %, 4/10 of --duration after its start", EVERYWHERE, paint_fails},
    {"job-failed-noreason", NULL, job_painted, "", "stays at 40 %, errorMessage \"\", a file has a reason", EVERYWHERE,
     paint_fails_in_file},
    {"job-failed-silent", NULL, job_painted, NULL, "stays at 40 %, errorMessage null, a file has a reason", EVERYWHERE,
     paint_fails_in_file},
    {"job-sample-running", NULL, job_body, text_running, "the running sample of the API's description", IN_V1, NULL},
    {"job-sample-complete", NULL, job_body, COMPLETE, "the complete one", EVERYWHERE, NULL},
    {"job-sample-failed", NULL, job_body, text_failed, "the failed one", IN_V1, NULL},
    {"job-late", "ms", job_late, NULL,
     "no such job until so long after it was started or first asked for, then complete", EVERYWHERE, paint_instant},
    {"job-listed", NULL, job_painted, NULL,
     "as --jobs has them in lists: complete, at 40 %, failed, pending, cancelled by turns", EVERYWHERE, paint_listed},
    /* the service's refusals */
    {"job-unknown", NULL, job_refused, NULL, "no such job", EVERYWHERE, NULL},
    {"job-badcluster", NULL, job_refused, NULL, "no such cluster", IN_V1 | IN_V2, NULL},
    {"job-denied", NULL, job_refused, NULL, "no access", EVERYWHERE, NULL},
    {"job-region", NULL, job_refused, NULL, "wrong region", IN_V1 | IN_V2, NULL},
    {"job-token", NULL, job_refused, NULL, "code 200 and no data", EVERYWHERE, NULL},
    {"job-code", "code", job_code, NULL, "that service code, HTTP 200", EVERYWHERE, NULL},
    {"job-echo-key", NULL, job_echo_key, NULL, "an error whose message repeats the key", EVERYWHERE, NULL},
    {"job-http", "status", job_http, NULL, "that HTTP status; 3xx with Location, 429 and 503 with Retry-After: 1",
     EVERYWHERE, NULL},
    {"job-html", "status", job_html, NULL, "the same with a page of HTML", EVERYWHERE, NULL},
    {"job-redirect", NULL, job_redirect, NULL, "302 to another host, which is not to be followed", EVERYWHERE, NULL},
    {"job-flaky", "times", job_flaky, NULL, "503 so many times, then complete", EVERYWHERE, NULL},
    {"job-busy", "times", job_busy, NULL, "429 with Retry-After: 1 so many times, then complete", EVERYWHERE, NULL},
    {"job-busydate", "times", job_busy_date, NULL, "the same with a date, 2 seconds ahead", EVERYWHERE, NULL},
    /* odd bodies that are fine */
    {"job-stringcode", NULL, job_body, "{\"code\":\"" CODE "\",\"data\":{" DONE DATA_TAIL, "code in a string",
     EVERYWHERE, NULL},
    {"job-zerocode", NULL, job_body, "{\"code\":0,\"data\":{" DONE DATA_TAIL, "code 0", EVERYWHERE, NULL},
    {"job-escapes", NULL, job_body, text_escapes,
     "escapes, terminal sequences, surrogates, quotes, UTF-8 in every text", IN_V1, NULL},
    {"job-numbers", NULL, job_body, text_numbers, "sizes at and beyond the edge of 64 bits, fractions with exponents",
     IN_V1, NULL},
    {"job-pretty", NULL, job_body, text_pretty, "white space wherever it may be, keys in another order, unknown ones",
     IN_V1, NULL},
    {"job-dup", NULL, job_body, text_dup, "keys given twice, of which the last counts: 70 %", IN_V1, NULL},
    {"job-dupdata", NULL, job_body,
     "{\"data\":{\"readyPercentage\":0.1,\"errorMessage\":\"old\",\"jobId\":\"@\"},\"code\":500,\"code\":200,\"data\":"
     "{" DONE DATA_TAIL,
     "data and code twice: complete", IN_V1, NULL},
    {"job-longname", "bytes", job_long_name, NULL, "a file name of so many bytes", EVERYWHERE, NULL},
    {"job-deep", "depth", job_deep, NULL, "an unknown key with arrays so deep", EVERYWHERE, NULL},
    {"job-manykeys", "keys", job_many_keys, NULL, "so many unknown keys in front of the known ones", EVERYWHERE, NULL},
    {"job-huge", "rows", job_huge, NULL, "so many file rows, after the job's own values", EVERYWHERE, NULL},
    {"job-hugefirst", "rows", job_huge_first, NULL, "the same, rows first", EVERYWHERE, NULL},
    {"job-wide", "rows", job_wide, NULL, "the same with long file names, about 350 bytes a row", EVERYWHERE, NULL},
    {"job-hugechunked", "rows", job_huge_chunked, NULL, "as job-huge, in chunks", EVERYWHERE, NULL},
    /* odd bodies that are not fine */
    {"job-nocode", NULL, job_body, "{\"data\":{" DONE DATA_TAIL, "no code", EVERYWHERE, NULL},
    {"job-nodata", NULL, job_body, "{\"code\":" CODE "}", "no data", EVERYWHERE, NULL},
    {"job-emptydata", NULL, job_body, OPEN "}}", "data with nothing in it", EVERYWHERE, NULL},
    {"job-other", NULL, job_body, DATA_HEAD DONE "\"jobId\":\"job-0a1b2c3d4e5f6g7h8i9j0k\",\"details\":[]}}",
     "a reply about another job", EVERYWHERE, NULL},
    {"job-nojobid", NULL, job_body, DATA_HEAD DONE "\"details\":[]}}", "a reply that does not say which job",
     EVERYWHERE, NULL},
    {"job-wrongtype", NULL, job_wrong_type, NULL,
     "job-wrongtype-KEY: a wrong type in code, data, readyPercentage, fileSize, errorMessage or details", IN_V1, NULL},
    {"job-notjson", NULL, job_body, "all is well\n", "text that is no JSON", EVERYWHERE, NULL},
    {"job-emptybody", NULL, job_body, "", "no body", EVERYWHERE, NULL},
    {"job-cutjson", NULL, job_body, V1_HEAD "\"readyPercentage\":1,\"completeTime\":\"2024-02", "JSON that ends early",
     IN_V1, NULL},
    {"job-cutjson", NULL, job_body, DATA_HEAD "\"progress\":100,\"completeTime\":\"2024-02", "the same", POSTED, NULL},
    {"job-trailing", NULL, job_body, COMPLETE "x", "a byte after the JSON", EVERYWHERE, NULL},
    {"job-tworoots", NULL, job_body, COMPLETE COMPLETE, "two values", EVERYWHERE, NULL},
    {"job-bom", NULL, job_body, "\xef\xbb\xbf" COMPLETE, "a byte order mark in front", EVERYWHERE, NULL},
    {"job-rawcontrol", NULL, job_body, "{\"code\":" CODE ",\"note\":\"\x01\",\"data\":{" DONE DATA_TAIL,
     "a control character", EVERYWHERE, NULL},
    {"job-badutf8", NULL, job_body, "{\"code\":" CODE ",\"note\":\"\xc0\xaf\",\"data\":{" DONE DATA_TAIL,
     "invalid UTF-8", EVERYWHERE, NULL},
    {"job-nocomma", NULL, job_body, "{\"code\":" CODE " \"data\":{" DONE DATA_TAIL, "a comma missing", EVERYWHERE,
     NULL},
    {"job-garbagebody", NULL, job_garbage_body, NULL, "4096 random bytes, faultless HTTP", EVERYWHERE, NULL},
    /* HTTP that is unusual, but fine */
    {"job-close", NULL, job_close, "", "body until the connection is closed", EVERYWHERE, NULL},
    {"job-chunked", NULL, job_chunked, NULL, "chunks of odd sizes, extensions, trailers", EVERYWHERE, NULL},
    {"job-onebyte", NULL, job_chunked, "1", "chunks of one byte", EVERYWHERE, NULL},
    {"job-interim", NULL, job_interim, NULL, "100 and 103 in front of the reply", EVERYWHERE, NULL},
    {"job-same-lengths", NULL, job_lengths, "=", "two Content-Length fields that agree", EVERYWHERE, NULL},
    /* HTTP that is not fine */
    {"job-close-notified-cut", NULL, job_unnotified, "", "body until close, which comes without close_notify",
     EVERYWHERE, NULL},
    {"job-gzip", NULL, job_gzip, NULL, "a coded body nobody asked for", EVERYWHERE, NULL},
    {"job-length-short", NULL, job_lengths, "-", "Content-Length 20 bytes too small", EVERYWHERE, NULL},
    {"job-length-long", NULL, job_lengths, "+", "Content-Length 20 bytes too large, then close", EVERYWHERE, NULL},
    {"job-two-lengths", NULL, job_lengths, "2", "two Content-Length fields that differ", EVERYWHERE, NULL},
    {"job-length-and-chunked", NULL, job_lengths, "c", "Content-Length and chunks", EVERYWHERE, NULL},
    {"job-bighead", NULL, job_endless, "X-Filler: 0123456789012345678901234567890123456789\r\n", "endless fields",
     EVERYWHERE, NULL},
    {"job-bigline", NULL, job_endless, "0123456789012345678901234567890123456789", "an endless field", EVERYWHERE,
     NULL},
    {"job-manyinterim", NULL, job_endless, "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n", "endless 1xx", EVERYWHERE,
     NULL},
    {"job-bigextension", NULL, job_endless, ";a=0123456789", "an endless chunk extension", EVERYWHERE, NULL},
    {"job-bigtrailer", NULL, job_endless, "X-Trailer: 012345678901234567890123456789\r\n", "endless trailers",
     EVERYWHERE, NULL},
    {"job-endless", NULL, job_endless, "                                        ", "an endless body of spaces",
     EVERYWHERE, NULL},
    {"job-garbage", NULL, job_garbage, NULL, "4096 random bytes in place of HTTP", EVERYWHERE, NULL},
    /* time, and ends */
    {"job-slow", "ms", job_slow, NULL, "answers after so long", EVERYWHERE, NULL},
    {"job-dribble", "ms", job_dribble, NULL, "one byte at a time, each after so long (20)", EVERYWHERE, NULL},
    {"job-stall", NULL, job_stall, NULL, "half of the body, then nothing", EVERYWHERE, NULL},
    {"job-cut", "bytes", job_cut, NULL, "so many bytes of the reply, then closed without close_notify", EVERYWHERE,
     NULL},
    {"job-reset", "bytes", job_reset, NULL, "so many bytes of the reply, then a TCP reset", EVERYWHERE, NULL},
    {"job-drop", "times", job_drop, NULL, "closed without a byte, so many times or always", EVERYWHERE, NULL},
    {"job-lost", "times", job_lost, NULL, "done, but closed without a byte so many times (1); for starts", EVERYWHERE,
     NULL},
    {"job-script", NULL, job_script, NULL, "job-script-SERIAL_STEP_STEP: what the steps say, see job_script.c", IN_V1,
     NULL},
    /* what v1 has no words for */
    {"job-zero", NULL, job_body,
     OPEN "\"collectionName\":\"articles\",\"progress\":0,\"state\":\"Pending\",\"jobId\":\"@\",\"details\":[]}}",
     "0 %, no file rows", POSTED, NULL},
    {"job-state", NULL, job_painted, NULL,
     "job-state-WORD, job-state-WORD-N: stays in that state, at 40 % or N hundredths of a percent", POSTED,
     paint_state},
    {"job-file", NULL, job_painted, NULL, "job-file-WORD: stays at 55 %, and its first file in that state", POSTED,
     paint_file_state},
    {"job-uncommitted", NULL, job_painted, NULL, "Uncommitted at 99 %, until it is committed or aborted", POSTED,
     paint_uncommitted},
    {"job-done", NULL, job_painted, NULL,
     "job-done-KIND: Uncommitted; a commit or abort is done, and its reply behaves as that of job-KIND", POSTED,
     paint_uncommitted},
    {"job-undone", NULL, job_painted, NULL, "job-undone-KIND: the same, but it is not done", POSTED, paint_uncommitted},
    {"job-committing", NULL, job_painted, NULL, "stays Committing at 99 %", POSTED, paint_committing},
    {"job-index", NULL, job_painted, NULL, "stays at 80 %, all files complete", POSTED, paint_index},
    {"job-failed-mute", NULL, job_painted, NULL, "failed, without any reason", POSTED, paint_failed_mute},
    {"job-fewer", NULL, job_painted, NULL,
     "complete, a tenth of the rows was not imported; of Milvus, only the files say so", POSTED, paint_fewer},
    {"job-without", NULL, job_without, NULL,
     "job-without-KEY: complete, but that key is missing; both: neither state nor progress", POSTED, NULL},
    {"job-wrongtype", NULL, job_posted_type, NULL, "job-wrongtype-KEY: a wrong type in that key; row: in details",
     POSTED, NULL},
    {"job-jobid", NULL, job_body, OPEN DONE "\"jobID\":\"@\",\"details\":[]}}", "the job's id as jobID", POSTED, NULL},
    {"job-code200", NULL, job_body, text_code200, "as Milvus 2.4: code 200, file names as protobuf text", POSTED, NULL},
    {"job-early", NULL, job_body, text_early, "as Milvus before March 2024: jobID, progress and state alone", POSTED,
     NULL},
    {"job-limited", "times", job_limited, NULL, "codes 1807, 1, 2, 8 by turns so many times, HTTP 200, then complete",
     POSTED, NULL},
    {"job-unsure", "times", job_lost, "rpc error: code = Unavailable desc = error reading from server: EOF",
     "done, but answered with code 65535 so many times (1); for starts", IN_MILVUS, NULL},
    {"job-restart", "ms", job_restart, NULL,
     "runs, but at 40 % the server restarts for so long (2000): 502, 503, 504, Milvus also codes 1, 2, 1807, 65535",
     POSTED, paint_runs},
    {"job-escapes", NULL, job_body, posted_escapes, "as in v1", POSTED, NULL},
    {"job-numbers", NULL, job_body, posted_numbers, "as in v1", POSTED, NULL},
    {"job-pretty", NULL, job_body, posted_pretty, "as in v1", POSTED, NULL},
    {"job-dup", NULL, job_body, posted_dup, "as in v1", POSTED, NULL},
    {"job-sample-running", NULL, job_body, text_v2_running, "the running sample of v2", IN_V2, NULL},
    {"job-sample-running", NULL, job_body, text_milvus_running, "the running sample of Milvus", IN_MILVUS, NULL},
};

const size_t job_kind_count = sizeof job_kinds / sizeof job_kinds[0];

static const char *dialects_of(const struct job_kind *kind) {
    switch (kind->dialects) {
    case IN_V1:
        return "v1: ";
    case IN_V2:
        return "v2: ";
    case IN_MILVUS:
        return "milvus: ";
    case IN_V1 | IN_V2:
        return "v1, v2: ";
    case POSTED:
        return "v2, milvus: ";
    default:
        return "";
    }
}

void print_jobs(void) {
    size_t i;

    puts("What job ids lead to; anything may follow, after another \"-\", to have several jobs of one kind.\n"
         "Other ids are answered as job-unknown. Where dialects are named, the others refuse the request.\n"
         "To start a job in the collection KIND makes a job-KIND (_ stands for -), in any other collection one that "
         "runs;\n"
         "in the collection create_KIND it is the reply to the start that behaves as job-KIND. With the option\n"
         "auto_commit=false it waits Uncommitted in the end.\n");
    for (i = 0; i < job_kind_count; i++) {
        const struct job_kind *kind = &job_kinds[i];
        char name[64];

        snprintf(name, sizeof name, "%s%s%s", kind->name, kind->number != NULL ? "-" : "",
                 kind->number != NULL ? "N" : "");
        printf("  %-24s %s%s%s%s\n", name, dialects_of(kind), kind->about, kind->number != NULL ? "; N: " : "",
               kind->number != NULL ? kind->number : "");
    }
}
