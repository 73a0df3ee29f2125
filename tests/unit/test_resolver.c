/* SPDX-License-Identifier: Apache-2.0 */
/* Name servers that answer, fail, keep silent, or lie. */
#include "resolver_rows.h"

static const row one_server[] = {
    {"both families", {S "/4=ab " S "/6=cd"}, BOTH, FOUND, EACCES, "6c 4a 6d 4b ", ASK("2")},
    {"-4", {S "/4=ab " S "/6=cd"}, ZIMPORT_POSIX_IPV4, FOUND, EACCES, "4a 4b ", "2:" S "/4 "},
    {"-6", {S "/4=ab " S "/6=cd"}, ZIMPORT_POSIX_IPV6, FOUND, EACCES, "6c 6d ", "2:" S "/6 "},
    {"only IPv4", {S "/4=a " S "/6="}, BOTH, FOUND, EACCES, "4a ", ASK("2")},
    {"only IPv6", {S "/4= " S "/6=a"}, BOTH, FOUND, EACCES, "6a ", ASK("2")},
    {"-6, but no IPv6", {S "/4=a " S "/6="}, ZIMPORT_POSIX_IPV6, NONE, 0, "", "2:" S "/6 "},
    {"a chain", {S "/4=>a " S "/6=>b"}, BOTH, FOUND, EACCES, "6b 4a ", ASK("2")},
    {"no data", {S "/4= " S "/6="}, BOTH, NONE, 0, "", ASK("2")},
    {"no such name", {"x"}, BOTH, NO_NAME, 0, "", ASK("2")},
    {"no such name of IPv6", {S "/4=a"}, BOTH, FOUND, EACCES, "4a ", ASK("2")},
    {"no such name of IPv6, and the other late", {S "/4=~a"}, BOTH, FOUND, EACCES, "4a ", ASK("2")},
    {"many", {S "/4=abcdefghij " S "/6=klm"}, BOTH, FOUND, EACCES, "6k 4a 6l 4b 6m 4c 4d 4e ", ASK("2")},
    {"many of IPv6", {S "/4=ab " S "/6=klmnopqrst"}, BOTH, FOUND, EACCES, "6k 4a 6l 4b 6m 6n 6o 6p ", ASK("2")},
    {"many of both", {S "/4=abcdefghij " S "/6=klmnopqrst"}, BOTH, FOUND, EACCES, "6k 4a 6l 4b 6m 4c 6n 4d ", ASK("2")},
    {"many of IPv6, then IPv4",
     {S "/4=~ab " S "/6=klmnopqrst"},
     BOTH,
     FOUND,
     EACCES,
     "6k 4a 6l 4b 6m 6n 6o 6p ",
     ASK("2")},
    {"many of IPv6, then many of IPv4",
     {S "/4=~abcdefghij " S "/6=klmnopqrst"},
     BOTH,
     FOUND,
     EACCES,
     "6k 4a 6l 4b 6m 4c 6n 4d ",
     ASK("2")},
    /* silence */
    {"no reply for IPv6", {S "/4=a " S "/6=-"}, BOTH, FOUND, EACCES, "4a ", ASK("2")},
    {"no reply for IPv4", {S "/4=- " S "/6=a"}, BOTH, FOUND, EACCES, "6a ", ASK("2")},
    {"a reply for IPv4 in time", {S "/4=~b " S "/6=a"}, BOTH, FOUND, EACCES, "6a 4b ", ASK("2")},
    {"no such name, no reply for IPv6", {S "/4=*NX " S "/6=-"}, BOTH, NO_NAME, 0, "", ASK("2")},
    {"lost once", {S "/4=-|a " S "/6=-|b"}, BOTH, FOUND, EACCES, "6b 4a ", ASK("2") "@1000 " ASK("2")},
    {"lost often",
     {S "/4=-|-|-|a " S "/6="},
     BOTH,
     FOUND,
     EACCES,
     "4a ",
     ASK("2") "@1000 2:" S "/4 @2000 2:" S "/4 @3000 2:" S "/4 "},
    {"no data, no reply for IPv6",
     {S "/4= " S "/6=-|-|a"},
     BOTH,
     FOUND,
     EACCES,
     "6a ",
     ASK("2") "@1000 2:" S "/6 @2000 2:" S "/6 "},
    /* failures */
    {"a failure", {S "/4=*FAIL|a " S "/6=b"}, BOTH, FOUND, EACCES, "6b 4a ", ASK("2") "2:" S "/4 "},
    {"failures", {S "/4=*FAIL " S "/6=*REFUSED"}, BOTH, BAD, 0, "", ASK("2") ASK("2")},
    {"failures for IPv6", {S "/4=a " S "/6=*FAIL"}, BOTH, FOUND, EACCES, "4a ", ASK("2") "2:" S "/6 "},
    {"no data, failures for IPv6", {S "/4= " S "/6=*FAIL"}, BOTH, BAD, 0, "", ASK("2") "2:" S "/6 "},
    {"FORMERR", {S "/4=*FORMERR|a " S "/6=*BARE|b"}, BOTH, FOUND, EACCES, "6b 4a ", ASK("2") ASK("2")},
    {"NOTIMP", {S "/4=*NOTIMP " S "/6=*NOTIMP"}, BOTH, BAD, 0, "", ASK("2") ASK("2") ASK("2")},
    {"a hint at whom to ask", {S "/4=*LAME|a " S "/6=*LAME|b"}, BOTH, FOUND, EACCES, "6b 4a ", ASK("2") ASK("2")},
    {"failures of a kind of their own", {S "/4=*NINE " S "/6=*NINE"}, BOTH, BAD, 0, "", ASK("2") ASK("2")},
    {"a fault", {S "/4=a! " S "/6=!|b"}, BOTH, FOUND, EACCES, "6b 4a ", ASK("2") "2:" S "/6 "},
    {"nobody there", {NULL}, BOTH, BAD, ECONNREFUSED, "", ""},
    {"no way", {""}, BOTH, BAD, ENETUNREACH, "", ""},
    /* lies */
    {"forged replies", {S "/4=?a " S "/6=?b"}, BOTH, FOUND, EACCES, "6b 4a ", ASK("2")},
};

static void one(void **state) {
    (void)state;
    conf_text = "nameserver 127.0.0.2\n";
    for (size_t i = 0; i < COUNT(one_server); i++) {
        check_row(&one_server[i]);
    }
}

/* Both replies, or one and the delay. */
static void delay(void **state) {
    static const struct {
        const char *zone;
        unsigned ms;
    } table[] = {
        {S "/4=a " S "/6=b", 0},  {S "/4=a " S "/6=", 0},    {S "/4=a " S "/6=*NX", 0},    {S "/4=a " S "/6=-", 50},
        {S "/4=- " S "/6=b", 50}, {S "/4=~a " S "/6=b", 30}, {S "/4=a " S "/6=~b", 30},    {S "/4=*NX " S "/6=-", 50},
        {S "/4=~a " S "/6=", 30}, {S "/4=~a " S "/6=-", 80}, {S "/4=-|a " S "/6=-", 1050}, {S "/4=~ " S "/6=a", 30},
    };
    (void)state;
    conf_text = "nameserver 127.0.0.2\n";
    for (size_t i = 0; i < COUNT(table); i++) {
        tcp_run run;
        zones[0] = table[i].zone;
        look_up_begin(&run, S, BOTH);
        (void)look_up(&run);
        CHECK_EQUAL(run.now - BEGIN, table[i].ms, table[i].zone);
        tcp_end(&run, table[i].zone);
    }
}

static const struct {
    const char *label;
    const char *zones[SERVERS];
    zimport_status status;
    int detail;
    const char *found;
    const char *asked;
} more_servers[] = {
    {"the first knows", {S "/4=a " S "/6=", S "/4=b " S "/6=", "x"}, FOUND, EACCES, "4a ", ASK("2")},
    {"the first says no", {"x", S "/4=b " S "/6=", "x"}, NO_NAME, 0, "", ASK("2")},
    {"the first is silent",
     {S "/4=- " S "/6=-", S "/4=b " S "/6=", "x"},
     FOUND,
     EACCES,
     "4b ",
     ASK("2") "@333 " ASK("3")},
    {"two are silent",
     {S "/4=- " S "/6=-", S "/4=- " S "/6=-", S "/4=c " S "/6="},
     FOUND,
     EACCES,
     "4c ",
     ASK("2") "@333 " ASK("3") "@666 " ASK("4")},
    {"the first answers the second time",
     {S "/4=-|a " S "/6=-|b", S "/4=- " S "/6=-", S "/4=- " S "/6=-"},
     FOUND,
     EACCES,
     "6b 4a ",
     ASK("2") "@333 " ASK("3") "@666 " ASK("4") "@999 " ASK("2")},
    {"the first fails", {S "/4=*FAIL " S "/6=*FAIL", S "/4=b " S "/6=", "x"}, FOUND, EACCES, "4b ", ASK("2") ASK("3")},
    {"the first refuses", {S "/4=*REFUSED " S "/6=*REFUSED", "x", "x"}, NO_NAME, 0, "", ASK("2") ASK("3")},
    {"nobody is at the first", {NULL, S "/4=b " S "/6=a", "x"}, FOUND, EACCES, "6a 4b ", ASK("3")},
    {"nobody is at two", {NULL, NULL, S "/4=b " S "/6=a"}, FOUND, EACCES, "6a 4b ", ASK("4")},
    {"nobody is at all", {NULL, NULL, NULL}, BAD, ECONNREFUSED, "", ""},
    {"no way to the first", {"", S "/4=b " S "/6=", "x"}, FOUND, EACCES, "4b ", ASK("3")},
    {"no way to two", {"", S "/4=b " S "/6=", ""}, FOUND, EACCES, "4b ", ASK("3")},
    {"no way to all", {"", "", ""}, BAD, ENETUNREACH, "", ""},
    {"each fails",
     {S "/4=*FAIL " S "/6=*NX", S "/4=*FAIL", S "/4=*FAIL"},
     BAD,
     0,
     "",
     ASK("2") "3:" S "/4 4:" S "/4 2:" S "/4 3:" S "/4 4:" S "/4 "},
    {"one is silent, one fails: the silent one is waited for",
     {S "/4=-|-|-|a " S "/6=", S "/4=*FAIL", ""},
     FOUND,
     EACCES,
     "4a ",
     ASK("2") "@500 3:" S "/4 2:" S "/4 @1000 3:" S "/4 2:" S "/4 @1500 2:" S "/4 "},
};

static void several(void **state) {
    (void)state;
    conf_text = "nameserver 127.0.0.2\nnameserver 127.0.0.3\nnameserver 127.0.0.4\nnameserver 127.0.0.1\n";
    for (size_t i = 0; i < COUNT(more_servers); i++) {
        const char *label = more_servers[i].label;
        tcp_run run;
        memcpy(zones, more_servers[i].zones, sizeof zones);
        look_up_begin(&run, S, BOTH);
        CHECK_STATUS(look_up(&run), more_servers[i].status, label);
        CHECK_VIEW(zimport_view_of(found(&run)), zimport_view_of(more_servers[i].found), label);
        CHECK_VIEW(zimport_view_of(asked), zimport_view_of(more_servers[i].asked), label);
        CHECK_EQUAL(run.tcp.base.detail, more_servers[i].detail, label);
        tcp_end(&run, label);
    }
}

/* How often silent servers are asked, until the deadline. */
static void silence(void **state) {
    static const struct {
        const char *conf;
        const char *asked;
    } table[] = {
        {"nameserver 127.0.0.2\n", "2:" S "/4 @1000 2:" S "/4 @2000 2:" S "/4 "},
        {"nameserver 127.0.0.2\noptions timeout:5\n", "2:" S "/4 @2500 2:" S "/4 "},
        {"nameserver 127.0.0.2\noptions timeout:5 attempts:5\n", "2:" S "/4 @1000 2:" S "/4 @2000 2:" S "/4 "},
        {"nameserver 127.0.0.2\noptions attempts:0 timeout:0\n", "2:" S "/4 @1000 2:" S "/4 @2000 2:" S "/4 "},
        {"nameserver 127.0.0.2\noptions timeout:99\n", "2:" S "/4 "},
        {"nameserver 127.0.0.2\noptions timeout:60 attempts:99\nnameserver 127.0.0.3\n", "2:" S "/4 "},
        {"nameserver 127.0.0.2\noptions timeout:3 attempts:1\nnameserver 127.0.0.3\n", "2:" S "/4 @1500 3:" S "/4 "},
    };
    (void)state;
    zones[0] = zones[1] = S "/4=-";
    for (size_t i = 0; i < COUNT(table); i++) {
        tcp_run run;
        conf_text = table[i].conf;
        look_up_begin(&run, S, ZIMPORT_POSIX_IPV4);
        run.peer.deadline = BEGIN + 3000;
        CHECK_STATUS(look_up(&run), TIMEOUT, table[i].conf);
        CHECK_EQUAL(run.now, run.peer.deadline, table[i].conf);
        CHECK_EQUAL(run.tcp.base.stage, ZIMPORT_AT_RESOLVING, table[i].conf);
        CHECK_EQUAL(run.tcp.base.detail, ETIMEDOUT, table[i].conf);
        CHECK_VIEW(zimport_view_of(asked), zimport_view_of(table[i].asked), table[i].conf);
        tcp_end(&run, table[i].conf);
    }
}

static void flood(void **state) {
    struct sockaddr_in from;
    socklen_t size = sizeof from;
    packet query;
    tcp_run run;
    (void)state;
    conf_text = "nameserver 127.0.0.2\n";
    zones[0] = S "/4=-";
    look_up_begin(&run, S, ZIMPORT_POSIX_IPV4);
    assert_int_equal(tcp_open_once(&run), ZIMPORT_WANT_READ);
    query.size = (size_t)syscall(SYS_recvfrom, server_fds[0], query.data, sizeof query.data, 0, &from, &size);
    packet right = packet_of(&query, true, "a");
    packet wrong = packet_of(&query, true, "x");
    wrong.data[0] ^= 1;
    for (unsigned i = 0; i < 40; i++) {
        reply_with(server_fds[0], &wrong, &from);
    }
    reply_with(server_fds[0], &right, &from);
    assert_int_equal(tcp_open_once(&run), ZIMPORT_WANT_READ);
    assert_true(received < 40);
    for (unsigned i = 0; i < 10 && tcp_open_once(&run) == ZIMPORT_WANT_READ; i++) {
    }
    assert_string_equal(found(&run), "4a ");
    tcp_end(&run, "flood");
}

static void closed(void **state) {
    tcp_run run;
    (void)state;
    conf_text = "nameserver 127.0.0.2\nnameserver 127.0.0.3\n";
    zones[0] = zones[1] = S "/4=a " S "/6=b";
    look_up_begin(&run, S, BOTH);
    assert_int_equal(tcp_open_once(&run), ZIMPORT_WANT_READ);
    assert_int_equal(run.tcp.fd_count, 1 + 2);
    tcp_end(&run, "closed");
    for (; sent[0] > 0; sent[0]--) {
        serve(&run, 0);
    }
    replied = received;
    assert_int_equal(look_up(&run), FOUND);
    assert_string_equal(found(&run), "6b 4a ");
    tcp_end(&run, "after that");
}

/* What cannot be sent is a server's failure; what could be sent later is as good as lost on the way. */
static void not_sent(void **state) {
    static const struct {
        const char *label;
        int error;
        unsigned count;
        zimport_status status;
        int detail;
        const char *found;
        const char *asked;
    } table[] = {
        {"never allowed", EPERM, 99, BAD, EPERM, "", ""},
        {"not allowed once", EPERM, 1, FOUND, EACCES, "4a ", "2:" S "/4 "},
        {"refused by what came before", ECONNREFUSED, 1, FOUND, EACCES, "4a ", "2:" S "/4 "},
        {"refused twice", ECONNREFUSED, 2, FOUND, EACCES, "4a ", "2:" S "/4 "},
        {"not now", EAGAIN, 1, FOUND, EACCES, "4a ", "@1000 2:" S "/4 "},
        {"a signal", EINTR, 1, FOUND, EACCES, "4a ", "@1000 2:" S "/4 "},
        {"always refused", ECONNREFUSED, 99, BAD, ECONNREFUSED, "", ""},
    };
    (void)state;
    conf_text = "nameserver 127.0.0.2\n";
    zones[0] = S "/4=a";
    for (size_t i = 0; i < COUNT(table); i++) {
        tcp_run run;
        look_up_begin(&run, S, ZIMPORT_POSIX_IPV4);
        unsent = table[i].count;
        unsent_errno = table[i].error;
        CHECK_STATUS(look_up(&run), table[i].status, table[i].label);
        unsent = 0;
        CHECK_EQUAL(run.tcp.base.detail, table[i].detail, table[i].label);
        CHECK_VIEW(zimport_view_of(found(&run)), zimport_view_of(table[i].found), table[i].label);
        CHECK_VIEW(zimport_view_of(asked), zimport_view_of(table[i].asked), table[i].label);
        tcp_end(&run, table[i].label);
    }
}

static zimport_status no_random(const zimport_platform *self, void *memory, size_t size) {
    (void)self;
    (void)memory;
    (void)size;
    return ZIMPORT_NO_RANDOM;
}

static void cannot(void **state) {
    tcp_run run;
    (void)state;
    conf_text = "nameserver 127.0.0.2\n";
    zones[0] = S "/4=a";
    look_up_begin(&run, S, BOTH);
    socket_errno = EMFILE;
    assert_int_equal(tcp_open_once(&run), ZIMPORT_SYSTEM);
    assert_int_equal(run.tcp.base.detail, EMFILE);
    assert_int_equal(run.tcp.base.stage, ZIMPORT_AT_RESOLVING);
    tcp_end(&run, "no descriptor");
    socket_errno = EAFNOSUPPORT;
    assert_int_equal(tcp_open_once(&run), BAD);
    assert_int_equal(run.tcp.base.detail, EAFNOSUPPORT);
    tcp_end(&run, "no such family");
    socket_errno = 0;
    run.platform.base.random = no_random;
    assert_int_equal(tcp_open_once(&run), ZIMPORT_NO_RANDOM);
    tcp_end(&run, "no random");
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(one),   cmocka_unit_test(delay),  cmocka_unit_test(several), cmocka_unit_test(silence),
        cmocka_unit_test(flood), cmocka_unit_test(closed), cmocka_unit_test(cannot),  cmocka_unit_test(not_sent),
    };
    return cmocka_run_group_tests_name("name servers", tests, prepare_servers, NULL);
}
