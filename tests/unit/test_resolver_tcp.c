/* SPDX-License-Identifier: Apache-2.0 */
/* Queries with an OPT record, or by TCP, and options that change who is asked how. */
#include "resolver_rows.h"

static const row rows[] = {
    {"cut", {S "/4=x+ " S "/6=y+ " S "/4t=ab " S "/6t=c"}, BOTH, FOUND, EACCES, "6c 4a 4b ", ASK("2") TCP("2")},
    {"cut to nothing",
     {S "/4=+ " S "/6=+ " S "/4t=ab " S "/6t=c"},
     BOTH,
     FOUND,
     EACCES,
     "6c 4a 4b ",
     ASK("2") TCP("2")},
    {"cut, of a hundred",
     {S "/4=+ " S "/6= " S "/4t=#"},
     BOTH,
     FOUND,
     EACCES,
     "4a 4b 4c 4d 4e 4f 4g 4h ",
     ASK("2") "2:" S "/4t "},
    {"cut, behind names", {S "/4=+ " S "/6= " S "/4t=>a"}, BOTH, FOUND, EACCES, "4a ", ASK("2") "2:" S "/4t "},
    {"cut, a byte at a time", {S "/4=+ " S "/6=b " S "/4t=%>a"}, BOTH, FOUND, EACCES, "6b 4a ", ASK("2") "2:" S "/4t "},
    {"cut, behind messages about something else",
     {S "/4=+ " S "/6=b " S "/4t=@a"},
     BOTH,
     FOUND,
     EACCES,
     "6b 4a ",
     ASK("2") "2:" S "/4t "},
    {"cut, no data", {S "/4=+ " S "/6=+ " S "/4t= " S "/6t="}, BOTH, NONE, 0, "", ASK("2") TCP("2")},
    {"cut, no such name", {S "/4=+ " S "/6=+ " S "/4t=*NX " S "/6t=*NX"}, BOTH, NO_NAME, 0, "", ASK("2") TCP("2")},
    {"cut, also by TCP",
     {S "/4=+ " S "/6=+ " S "/4t=a+ " S "/6t=+"},
     BOTH,
     FOUND,
     EACCES,
     "4a ",
     ASK("2") TCP("2") "2:" S "/6 2:" S "/6t "},
    {"cut, a fault by TCP", {S "/4=x+ " S "/6= " S "/4t=a!"}, BOTH, FOUND, EACCES, "4a ", ASK("2") "2:" S "/4t "},
    {"cut, failures by TCP",
     {S "/4=+ " S "/6= " S "/4t=*FAIL"},
     BOTH,
     BAD,
     0,
     "",
     ASK("2") "2:" S "/4t 2:" S "/4 2:" S "/4t "},
    {"cut, FORMERR by TCP",
     {S "/4=+ " S "/6= " S "/4t=*FORMERR"},
     BOTH,
     BAD,
     0,
     "",
     ASK("2") "2:" S "/4t 2:" S "/4 2:" S "/4t 2:" S "/4 2:" S "/4t "},
    {"cut, closed early",
     {S "/4=+ " S "/6= " S "/4t=$a|a"},
     BOTH,
     FOUND,
     EACCES,
     "4a ",
     ASK("2") "2:" S "/4t 2:" S "/4 2:" S "/4t "},
    {"cut, closed at once",
     {S "/4=+ " S "/6= " S "/4t=^"},
     BOTH,
     BAD,
     0,
     "",
     ASK("2") "2:" S "/4t 2:" S "/4 2:" S "/4t "},
    {"cut, and there is no TCP", {"NOTCP " S "/4=a+ " S "/6=b+"}, BOTH, FOUND, EACCES, "6b 4a ", ASK("2")},
    {"cut to nothing, and there is no TCP",
     {"NOTCP " S "/4=+ " S "/6=+"},
     BOTH,
     BAD,
     ECONNREFUSED,
     "",
     ASK("2") ASK("2")},
    {"cut, no reply by TCP",
     {S "/4=+ " S "/6= " S "/4t=-|a"},
     BOTH,
     FOUND,
     EACCES,
     "4a ",
     ASK("2") "2:" S "/4t @2000 2:" S "/4 2:" S "/4t "},
    {"cut, TCP hangs", {"FULL " S "/4=a+ " S "/6="}, BOTH, FOUND, EACCES, "4a ", ASK("2")},
    {"cut to nothing, TCP hangs", {"FULL " S "/4=+ " S "/6="}, BOTH, BAD, ETIMEDOUT, "", ASK("2") "@2000 2:" S "/4 "},
};

static void what_does_not_fit(void **state) {
    (void)state;
    conf_text = "nameserver 127.0.0.2\n";
    for (size_t i = 0; i < COUNT(rows); i++) {
        check_row(&rows[i]);
    }
}

static zimport_status all_ones(const zimport_platform *self, void *memory, size_t size) {
    (void)self;
    memset(memory, 1, size);
    return ZIMPORT_OK;
}

/* Which queries have an OPT record (o). */
static void options(void **state) {
    static const struct {
        const char *conf;
        const char *zones[SERVERS];
        zimport_posix_family family;
        const char *found;
        const char *asked;
        const char *opts;
    } table[] = {
        {"", {S "/4=a " S "/6=b"}, BOTH, "6b 4a ", ASK("2"), "oo"},
        /* who does not know it is asked again without it, which is no failure, and next time at once */
        {"attempts:1", {S "/4=&a " S "/6=&b"}, BOTH, "6b 4a ", ASK("2") ASK("2"), "oo--"},
        {"attempts:1", {S "/4=*BARE|a " S "/6=*NOTIMP|b"}, BOTH, "6b 4a ", ASK("2") ASK("2"), "oo--"},
        {"ndots:2\nsearch x",
         {S ".x/4=& " S ".x/6=& " S "/4=a " S "/6=b"},
         BOTH,
         "6b 4a ",
         "2:" S ".x/4 2:" S ".x/6 2:" S ".x/4 2:" S ".x/6 " ASK("2"),
         "oo----"},
        {"", {S "/4=*FAIL|a " S "/6=b"}, BOTH, "6b 4a ", ASK("2") "2:" S "/4 ", "oo-"},
        /* it may be what is not let through */
        {"", {S "/4=-|a " S "/6=-|b"}, BOTH, "6b 4a ", ASK("2") "@1000 " ASK("2"), "oo--"},
        {"\nnameserver 127.0.0.3",
         {S "/4=-|a " S "/6=-|b", S "/4=- " S "/6=-"},
         BOTH,
         "6b 4a ",
         ASK("2") "@500 " ASK("3") "@1000 " ASK("2"),
         "oooo--"},
        {"no-aaaa", {S "/4=a " S "/6=b"}, BOTH, "4a ", "2:" S "/4 ", "o"},
        {"no-aaaa", {S "/4=a " S "/6=b"}, ZIMPORT_POSIX_IPV6, "6b ", "2:" S "/6 ", "o"},
        {"single-request", {S "/4=~a " S "/6=b"}, BOTH, "6b 4a ", "2:" S "/4 @30 2:" S "/6 ", "o-"},
        {"single-request", {S "/4=*FAIL " S "/6=b"}, BOTH, "6b ", "2:" S "/4 2:" S "/4 2:" S "/6 ", "o--"},
        {"single-request", {S "/4=*NX " S "/6=b"}, BOTH, "6b ", ASK("2"), "o-"},
        {"single-request", {S "/4=- " S "/6=b"}, ZIMPORT_POSIX_IPV6, "6b ", "2:" S "/6 ", "o"},
        {"single-request-reopen", {S "/4=a " S "/6=~b"}, BOTH, "6b 4a ", ASK("2"), "o-"},
        {"use-vc", {S "/4t=a " S "/6t=b"}, BOTH, "6b 4a ", TCP("2"), ""},
        {"use-vc attempts:1\nnameserver 127.0.0.3", {"NOTCP", S "/4t=a " S "/6t=b"}, BOTH, "6b 4a ", TCP("3"), ""},
        {"use-vc single-request", {S "/4t=a " S "/6t=b"}, BOTH, "6b 4a ", TCP("2"), ""},
        {"rotate\nnameserver 127.0.0.3", {S "/4=a", S "/4=b"}, ZIMPORT_POSIX_IPV4, "4b ", "3:" S "/4 ", "o"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(table); i++) {
        char text[128];
        tcp_run run;
        (void)snprintf(text, sizeof text, "nameserver 127.0.0.2\noptions %s\n", table[i].conf);
        conf_text = text;
        memcpy(zones, table[i].zones, sizeof zones);
        look_up_begin(&run, S, table[i].family);
        run.platform.base.random = all_ones;
        CHECK_STATUS(look_up(&run), FOUND, text);
        CHECK_VIEW(zimport_view_of(found(&run)), zimport_view_of(table[i].found), text);
        CHECK_VIEW(zimport_view_of(asked), zimport_view_of(table[i].asked), text);
        CHECK_VIEW(zimport_view_of(opts), zimport_view_of(table[i].opts), text);
        tcp_end(&run, text);
    }
}

/* A query goes out whole, or its connection fails. */
static void not_sent_by_tcp(void **state) {
    static const struct {
        const char *zone;
        int error;
        unsigned count;
        zimport_status status;
        int detail;
        const char *asked;
    } table[] = {
        {"FULL " S "/4=+", ECONNRESET, 99, BAD, ECONNRESET, "2:" S "/4 2:" S "/4 "},
        {"FULL " S "/4=+", 0, 99, BAD, 0, "2:" S "/4 2:" S "/4 "}, /* a byte is missing */
        {S "/4=+ " S "/4t=a", ENOTCONN, 1, FOUND, EACCES, "2:" S "/4 @1000 2:" S "/4t "},
        {S "/4=+ " S "/4t=a", EAGAIN, 1, FOUND, EACCES, "2:" S "/4 @1000 2:" S "/4t "},
    };
    (void)state;
    conf_text = "nameserver 127.0.0.2\n";
    for (size_t i = 0; i < COUNT(table); i++) {
        tcp_run run;
        zones[0] = table[i].zone;
        look_up_begin(&run, S, ZIMPORT_POSIX_IPV4);
        unsent_by_tcp = table[i].count;
        unsent_errno = table[i].error;
        CHECK_STATUS(look_up(&run), table[i].status, table[i].zone);
        unsent_by_tcp = 0;
        CHECK_EQUAL(run.tcp.base.detail, table[i].detail, table[i].zone);
        CHECK_VIEW(zimport_view_of(asked), zimport_view_of(table[i].asked), table[i].zone);
        tcp_end(&run, table[i].zone);
    }
}

/* A cut reply is waited for longer than a late one, but not without end. */
static void delay_by_tcp(void **state) {
    static const struct {
        const char *zone;
        unsigned ms;
    } table[] = {
        {S "/4=a " S "/6=+ " S "/6t=-", 1000},  {S "/4=~a " S "/6=+ " S "/6t=-", 1030},
        {S "/4=a " S "/6=b+ " S "/6t=-", 1000}, {S "/4=a " S "/6=+ " S "/6t=%b", 0},
        {S "/4=+ " S "/6=b " S "/4t=-", 1000},  {"FULL " S "/4=a " S "/6=+", 1000},
    };
    (void)state;
    conf_text = "nameserver 127.0.0.2\n";
    for (size_t i = 0; i < COUNT(table); i++) {
        tcp_run run;
        zones[0] = table[i].zone;
        look_up_begin(&run, S, BOTH);
        CHECK_STATUS(look_up(&run), FOUND, table[i].zone);
        CHECK_EQUAL(run.now - BEGIN, table[i].ms, table[i].zone);
        tcp_end(&run, table[i].zone);
    }
}

static void deadline_by_tcp(void **state) {
    static const char *const table[] = {
        S "/4=+ " S "/4t=-",
        "FULL " S "/4=+",
        S "/4=- " S "/4t=-",
        S "/4=+|+|- " S "/4t=^",
    };
    (void)state;
    conf_text = "nameserver 127.0.0.2\noptions timeout:60\n";
    for (size_t i = 0; i < COUNT(table); i++) {
        tcp_run run;
        zones[0] = table[i];
        look_up_begin(&run, S, ZIMPORT_POSIX_IPV4);
        run.peer.deadline = BEGIN + 1500;
        if (strstr(table[i], "^") == NULL) {
            CHECK_STATUS(look_up(&run), TIMEOUT, table[i]);
            CHECK_EQUAL(run.now, run.peer.deadline, table[i]);
            CHECK_EQUAL(run.tcp.base.stage, ZIMPORT_AT_RESOLVING, table[i]);
        } else {
            CHECK_STATUS(look_up(&run), BAD, table[i]);
        }
        tcp_end(&run, table[i]);
    }
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_does_not_fit), cmocka_unit_test(options),         cmocka_unit_test(not_sent_by_tcp),
        cmocka_unit_test(delay_by_tcp),      cmocka_unit_test(deadline_by_tcp),
    };
    return cmocka_run_group_tests_name("name servers by TCP", tests, prepare_servers, NULL);
}
