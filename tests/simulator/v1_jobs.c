/* SPDX-License-Identifier: Apache-2.0 */
/* The table of job names. */
#include "v1.h"

#include <stdio.h>

const struct job_kind job_kinds[] = {
    /* jobs as they are */
    {"job-ok*", NULL, job_runs, NULL, "goes from 0 to 100 % in --duration, from when it is first asked for"},
    {"job-demo*", NULL, job_runs, NULL, "the same"},
    {"job-instant", NULL, job_instant, NULL, "complete, with files; the same body in every run"},
    {"job-at", "hundredths of a percent", job_at, NULL, "stays there for ever, as job-at-4000 at 40 %"},
    {"job-pending", NULL, job_at, NULL, "stays at 0 % for ever"},
    {"job-zero", NULL, job_body,
     DATA_HEAD "\"readyPercentage\":0,\"completeTime\":null,\"errorMessage\":null," DATA_TAIL, "0 %, no file rows"},
    {"job-int1", NULL, job_body,
     DATA_HEAD "\"readyPercentage\":1,\"completeTime\":null,\"errorMessage\":null," DATA_TAIL,
     "readyPercentage 1 without completeTime"},
    {"job-percent", "percent", job_percent, NULL, "progress as 0..100; moves, or stays at -PERCENT"},
    {"job-backwards", NULL, job_backwards, NULL, "60 %, 30 %, 50 %, then complete, one step a request"},
    {"job-failed", NULL, job_fails, "row 17: wrong vector dimension",
     "fails at 40 %, 4/10 of --duration after its start"},
    {"job-failed-noreason", NULL, job_fails_in_file, "", "stays at 40 %, errorMessage \"\", a file has a reason"},
    {"job-failed-silent", NULL, job_fails_in_file, NULL, "stays at 40 %, errorMessage null, a file has a reason"},
    {"job-sample-running", NULL, job_body, text_running, "the running sample of the API's description"},
    {"job-sample-complete", NULL, job_body, COMPLETE, "the complete one"},
    {"job-sample-failed", NULL, job_body, text_failed, "the failed one"},
    /* the service's refusals */
    {"job-unknown", NULL, job_body, "{\"code\":90144,\"message\":\"no such job\"}", "no such job"},
    {"job-badcluster", NULL, job_body, "{\"code\":40021,\"message\":\"The cluster does not exist.\"}",
     "no such cluster"},
    {"job-denied", NULL, job_body, "{\"code\":40022,\"message\":\"No access to this cluster.\"}", "no access"},
    {"job-region", NULL, job_body, "{\"code\":90102,\"message\":\"The cluster is not in this region.\"}",
     "wrong region"},
    {"job-token", NULL, job_body, "{\"code\":200,\"message\":\"The token is illegal.\"}", "code 200 and no data"},
    {"job-code", "code", job_code, NULL, "that service code, HTTP 200"},
    {"job-echo-key", NULL, job_echo_key, NULL, "an error whose message repeats the key"},
    {"job-http", "status", job_http, NULL, "that HTTP status; 3xx with Location, 429 and 503 with Retry-After: 1"},
    {"job-html", "status", job_html, NULL, "the same with a page of HTML"},
    {"job-redirect", NULL, job_redirect, NULL, "302 to another host, which is not to be followed"},
    {"job-flaky", "times", job_flaky, NULL, "503 so many times, then complete"},
    {"job-busy", "times", job_busy, NULL, "429 with Retry-After: 1 so many times, then complete"},
    {"job-busydate", "times", job_busy_date, NULL, "the same with a date, 2 seconds ahead"},
    /* odd bodies that are fine */
    {"job-stringcode", NULL, job_body, "{\"code\":\"200\",\"data\":{" DONE DATA_TAIL, "code in a string"},
    {"job-zerocode", NULL, job_body, "{\"code\":0,\"data\":{" DONE DATA_TAIL, "code 0"},
    {"job-escapes", NULL, job_body, text_escapes,
     "escapes, terminal sequences, surrogates, quotes, UTF-8 in every text"},
    {"job-numbers", NULL, job_body, text_numbers, "sizes at and beyond the edge of 64 bits, fractions with exponents"},
    {"job-pretty", NULL, job_body, text_pretty, "white space wherever it may be, keys in another order, unknown ones"},
    {"job-dup", NULL, job_body, text_dup, "keys given twice, of which the last counts: 70 %"},
    {"job-dupdata", NULL, job_body,
     "{\"data\":{\"readyPercentage\":0.1,\"errorMessage\":\"old\",\"jobId\":\"@\"},\"code\":500,\"code\":200,\"data\":"
     "{" DONE DATA_TAIL,
     "data and code twice: complete"},
    {"job-longname", "bytes", job_long_name, NULL, "a file name of so many bytes"},
    {"job-deep", "depth", job_deep, NULL, "an unknown key with arrays so deep"},
    {"job-manykeys", "keys", job_many_keys, NULL, "so many unknown keys in front of the known ones"},
    {"job-huge", "rows", job_huge, NULL, "so many file rows, after the job's own values"},
    {"job-hugefirst", "rows", job_huge_first, NULL, "the same, rows first"},
    {"job-hugechunked", "rows", job_huge_chunked, NULL, "as job-huge, in chunks"},
    /* odd bodies that are not fine */
    {"job-nocode", NULL, job_body, "{\"data\":{" DONE DATA_TAIL, "no code"},
    {"job-nodata", NULL, job_body, "{\"code\":200}", "no data"},
    {"job-emptydata", NULL, job_body, "{\"code\":200,\"data\":{}}", "data with nothing in it"},
    {"job-other", NULL, job_body, DATA_HEAD DONE "\"jobId\":\"job-0a1b2c3d4e5f6g7h8i9j0k\",\"details\":[]}}",
     "a reply about another job"},
    {"job-nojobid", NULL, job_body, DATA_HEAD DONE "\"details\":[]}}", "a reply that does not say which job"},
    {"job-wrongtype", NULL, job_wrong_type, NULL,
     "job-wrongtype-KEY: a wrong type in code, data, readyPercentage, fileSize, errorMessage or details"},
    {"job-notjson", NULL, job_body, "all is well\n", "text that is no JSON"},
    {"job-emptybody", NULL, job_body, "", "no body"},
    {"job-cutjson", NULL, job_body, DATA_HEAD "\"readyPercentage\":1,\"completeTime\":\"2024-02",
     "JSON that ends early"},
    {"job-trailing", NULL, job_body, COMPLETE "x", "a byte after the JSON"},
    {"job-tworoots", NULL, job_body, COMPLETE COMPLETE, "two values"},
    {"job-bom", NULL, job_body, "\xef\xbb\xbf" COMPLETE, "a byte order mark in front"},
    {"job-rawcontrol", NULL, job_body, "{\"code\":200,\"note\":\"\x01\",\"data\":{" DONE DATA_TAIL,
     "a control character"},
    {"job-badutf8", NULL, job_body, "{\"code\":200,\"note\":\"\xc0\xaf\",\"data\":{" DONE DATA_TAIL, "invalid UTF-8"},
    {"job-nocomma", NULL, job_body, "{\"code\":200 \"data\":{" DONE DATA_TAIL, "a comma missing"},
    {"job-garbagebody", NULL, job_garbage_body, NULL, "4096 random bytes, faultless HTTP"},
    /* HTTP that is unusual, but fine */
    {"job-close", NULL, job_close, "", "body until the connection is closed"},
    {"job-chunked", NULL, job_chunked, NULL, "chunks of odd sizes, extensions, trailers"},
    {"job-onebyte", NULL, job_chunked, "1", "chunks of one byte"},
    {"job-interim", NULL, job_interim, NULL, "100 and 103 in front of the reply"},
    {"job-same-lengths", NULL, job_lengths, "=", "two Content-Length fields that agree"},
    /* HTTP that is not fine */
    {"job-close-notified-cut", NULL, job_unnotified, "", "body until close, which comes without close_notify"},
    {"job-gzip", NULL, job_gzip, NULL, "a coded body nobody asked for"},
    {"job-length-short", NULL, job_lengths, "-", "Content-Length 20 bytes too small"},
    {"job-length-long", NULL, job_lengths, "+", "Content-Length 20 bytes too large, then close"},
    {"job-two-lengths", NULL, job_lengths, "2", "two Content-Length fields that differ"},
    {"job-length-and-chunked", NULL, job_lengths, "c", "Content-Length and chunks"},
    {"job-bighead", NULL, job_endless, "X-Filler: 0123456789012345678901234567890123456789\r\n", "endless fields"},
    {"job-bigline", NULL, job_endless, "0123456789012345678901234567890123456789", "an endless field"},
    {"job-manyinterim", NULL, job_endless, "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n", "endless 1xx"},
    {"job-bigextension", NULL, job_endless, ";a=0123456789", "an endless chunk extension"},
    {"job-bigtrailer", NULL, job_endless, "X-Trailer: 012345678901234567890123456789\r\n", "endless trailers"},
    {"job-endless", NULL, job_endless, "                                        ", "an endless body of spaces"},
    {"job-garbage", NULL, job_garbage, NULL, "4096 random bytes in place of HTTP"},
    /* time, and ends */
    {"job-slow", "ms", job_slow, NULL, "answers after so long"},
    {"job-dribble", "ms", job_dribble, NULL, "one byte at a time, each after so long (20)"},
    {"job-stall", NULL, job_stall, NULL, "half of the body, then nothing"},
    {"job-cut", "bytes", job_cut, NULL, "so many bytes of the reply, then closed without close_notify"},
    {"job-reset", "bytes", job_reset, NULL, "so many bytes of the reply, then a TCP reset"},
    {"job-drop", "times", job_drop, NULL, "closed without a byte, so many times or always"},
    {"job-script", NULL, job_script, NULL, "job-script-SERIAL_STEP_STEP: what the steps say, see v1_script.c"},
};

const size_t job_kind_count = sizeof job_kinds / sizeof job_kinds[0];

void v1_print_jobs(void) {
    size_t i;

    puts("What job ids lead to; anything may follow, after another \"-\", to have several jobs of one kind.\n"
         "Other ids are answered as job-unknown.\n");
    for (i = 0; i < job_kind_count; i++) {
        char name[64];

        snprintf(name, sizeof name, "%s%s%s", job_kinds[i].name, job_kinds[i].number != NULL ? "-" : "",
                 job_kinds[i].number != NULL ? "N" : "");
        printf("  %-24s %s%s%s\n", name, job_kinds[i].about, job_kinds[i].number != NULL ? "; N: " : "",
               job_kinds[i].number != NULL ? job_kinds[i].number : "");
    }
}
