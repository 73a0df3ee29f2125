/* SPDX-License-Identifier: Apache-2.0 */
/* Which names are asked for, in which order; /etc/hosts and /etc/resolv.conf. */
#include "resolver_run.h"

#define BOTH ZIMPORT_POSIX_ANY
#define V4 ZIMPORT_POSIX_IPV4
#define V6 ZIMPORT_POSIX_IPV6
#define FOUND ZIMPORT_NO_CONNECTION /* addresses, and on to connect */
#define NONE ZIMPORT_NO_ADDRESS
#define NO_NAME ZIMPORT_NO_NAME
#define BAD ZIMPORT_NAME_FAILED

#define TEN "abcdefghij"
#define HUNDRED TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN
#define LONG HUNDRED HUNDRED HUNDRED HUNDRED HUNDRED HUNDRED

/* ---- /etc/hosts */

static const struct {
    const char *label;
    const char *hosts;
    const char *host;
    zimport_posix_family family;
    const char *found; /* or what the name server was asked */
} hosts_rows[] = {
    {"one", "192.0.2.97 some.test\n", "some.test", BOTH, "4a "},
    {"no final newline", "192.0.2.97 some.test", "some.test", BOTH, "4a "},
    {"tabs, spaces and returns", " \t192.0.2.97\t \tsome.test \r\n", "some.test", BOTH, "4a "},
    {"letters of either case", "192.0.2.97 Some.TEST\n", "sOmE.test", BOTH, "4a "},
    {"an alias", "192.0.2.98 x some.test.x xsome.test\n192.0.2.97 one some.test two\n", "some.test", BOTH, "4a "},
    {"a prefix", "192.0.2.97 some.tes some.test2\n", "some.test", V4, "2:some.test/4 "},
    {"several lines", "192.0.2.97 some.test\n\n192.0.2.98 x some.test\n", "some.test", BOTH, "4a 4b "},
    {"both families", "192.0.2.97 some.test\n2001:db8::63 some.test\n", "some.test", BOTH, "6c 4a "},
    {"-4", "192.0.2.97 some.test\n2001:db8::63 some.test\n", "some.test", V4, "4a "},
    {"-6", "192.0.2.97 some.test\n2001:db8::63 some.test\n", "some.test", V6, "6c "},
    /* what only the other family has is asked of the name servers */
    {"-6, and there is none", "192.0.2.97 some.test\n", "some.test", V6, "2:some.test/6 "},
    {"-4, and there is none", "2001:db8::63 some.test\n", "some.test", V4, "2:some.test/4 "},
    {"-4, and there is the loopback address", "::1 some.test\n", "some.test", V4, "4\1 "},
    {"any, and there is one family", "2001:db8::63 some.test\n", "some.test", BOTH, "6c "},
    {"a zone", "fe80::61%1 some.test\n", "some.test", BOTH, "6a "},
    {"twice in a line", "192.0.2.97 some.test some.test\n", "some.test", BOTH, "4a "},
    {"a comment", "#192.0.2.98 some.test\n192.0.2.97 some.test#192.0.2.98\n", "some.test", BOTH, "4a "},
    {"behind a comment", "192.0.2.98 x # some.test\n192.0.2.97 some.test\n", "some.test", BOTH, "4a "},
    {"a comment at the end", "192.0.2.97 some.test\n#x", "some.test", BOTH, "4a "},
    {"not an address", "x some.test\n192.0.2 some.test\n192.0.2.97 some.test\n", "some.test", BOTH, "4a "},
    {"only an address", "192.0.2.98\nsome.test\n192.0.2.97 some.test\n", "some.test", BOTH, "4a "},
    {"an address is no name", "192.0.2.98 192.0.2.98\n", "some.test", V4, "2:some.test/4 "},
    {"a long line", "192.0.2.98 " LONG " " HUNDRED " " LONG "\n192.0.2.97 " LONG " some.test\n", "some.test", BOTH,
     "4a "},
    {"a long address", LONG " some.test\n192.0.2.97 some.test\n", "some.test", BOTH, "4a "},
    {"many lines", "# " LONG LONG LONG "\n192.0.2.97 some.test\n# " LONG "\n192.0.2.98 some.test", "some.test", BOTH,
     "4a 4b "},
    {"many addresses",
     "192.0.2.97 s\n192.0.2.98 s\n192.0.2.99 s\n192.0.2.100 s\n192.0.2.101 s\n192.0.2.102 s\n192.0.2.103 s\n"
     "192.0.2.104 s\n192.0.2.105 s\n2001:db8::6a s\n2001:db8::6b s\n",
     "s", BOTH, "6j 4a 6k 4b 4c 4d 4e 4f "},
    {"empty", "", "some.test", V4, "2:some.test/4 "},
    {"missing", NULL, "some.test", V4, "2:some.test/4 "},
    /* localhost needs no file, but one can say what it is */
    {"localhost", NULL, "localhost", BOTH, "6\1 4\1 "},
    {"localhost, -4", NULL, "LOCALhost", V4, "4\1 "},
    {"localhost, -6", "127.0.0.1 localhost\n", "localhost", V6, "6\1 "},
    {"below localhost", NULL, "a.b.localhost", BOTH, "6\1 4\1 "},
    {"localhost in the file", "192.0.2.97 localhost\n", "localhost", BOTH, "4a "},
    {"not localhost", NULL, "xlocalhost", V4, "2:xlocalhost/4 "},
    {"nor this", NULL, "localhost.test", V4, "2:localhost.test/4 "},
    {"nor this", NULL, "ocalhost", V4, "2:ocalhost/4 "},
};

static void hosts(void **state) {
    (void)state;
    zones[0] = "x";
    conf_text = "nameserver 127.0.0.2\n";
    for (size_t i = 0; i < COUNT(hosts_rows); i++) {
        const char *label = hosts_rows[i].label;
        tcp_run run;
        hosts_text = hosts_rows[i].hosts;
        look_up_begin(&run, hosts_rows[i].host, hosts_rows[i].family);
        zimport_status status = look_up(&run);
        bool other = strstr(label, "and there is none") != NULL; /* the name is known, but not to the servers */
        CHECK_STATUS(status, run.tcp.count > 0 ? FOUND : other ? NONE : NO_NAME, label);
        CHECK_VIEW(zimport_view_of(asked[0] != '\0' ? asked : found(&run)), zimport_view_of(hosts_rows[i].found),
                   label);
        CHECK_EQUAL(run.tcp.base.detail, run.tcp.count > 0 ? EACCES : 0, label);
        tcp_end(&run, label);
    }
    hosts_text = NULL;
}

/* ---- which names, in which order */

#define CONF "nameserver 127.0.0.2\n"

static const struct {
    const char *conf;
    const char *host; /* with a final dot: rooted */
    const char *zone;
    const char *asked; /* with -4 */
    zimport_status status;
} search_rows[] = {
    {CONF, "some", "some/4=a", "2:some/4 ", FOUND},
    {CONF "search one.test two.test\n", "some", "some/4=a", "2:some.one.test/4 2:some.two.test/4 2:some/4 ", FOUND},
    {CONF "search one.test two.test\n", "some", "some.two.test/4=a", "2:some.one.test/4 2:some.two.test/4 ", FOUND},
    {CONF "search one.test two.test\n", "some", "x", "2:some.one.test/4 2:some.two.test/4 2:some/4 ", NO_NAME},
    {CONF "search one.test\n", "some.test", "some.test/4=a", "2:some.test/4 ", FOUND},
    {CONF "search one.test\n", "some.test", "some.test.one.test/4=a", "2:some.test/4 2:some.test.one.test/4 ", FOUND},
    {CONF "search one.test\n", "some.test", "x", "2:some.test/4 2:some.test.one.test/4 ", NO_NAME},
    {CONF "search one.test\noptions ndots:2\n", "a.b", "a.b/4=a", "2:a.b.one.test/4 2:a.b/4 ", FOUND},
    {CONF "search one.test\noptions ndots:2\n", "a.b.c", "x", "2:a.b.c/4 2:a.b.c.one.test/4 ", NO_NAME},
    {CONF "search one.test\noptions ndots:0\n", "some", "x", "2:some/4 2:some.one.test/4 ", NO_NAME},
    {CONF "search one.test\noptions timeout:1 ndots:3 rotate\n", "a.b.c", "x", "2:a.b.c.one.test/4 2:a.b.c/4 ",
     NO_NAME},
    {CONF "options ndots:2\noptions attempts:1\nsearch one.test\n", "a.b", "x", "2:a.b.one.test/4 2:a.b/4 ", NO_NAME},
    {CONF "domain one.test\n", "some", "x", "2:some.one.test/4 2:some/4 ", NO_NAME},
    {CONF "domain one.test two.test\n", "some", "x", "2:some.one.test/4 2:some/4 ", NO_NAME},
    {CONF "search one.test\n", "S_me-1", "x", "2:S_me-1.one.test/4 2:S_me-1/4 ", NO_NAME},
    /* a final dot */
    {CONF "search one.test\n", "some.", "some/4=a", "2:some/4 ", FOUND},
    {CONF "search one.test\noptions ndots:5\n", "some.test.", "x", "2:some.test/4 ", NO_NAME},
    {CONF "search one.test\noptions ndots:5 attempts:1\n", "some.test.", "some.test/4=*FAIL", "2:some.test/4 ", BAD},
    {CONF "search one.test\noptions no-tld-query\n", "some.", "some/4=a", "2:some/4 ", FOUND},
    /* the last of such lines counts, unless it has no domain */
    {CONF "domain one.test\nsearch two.test\n", "some", "x", "2:some.two.test/4 2:some/4 ", NO_NAME},
    {CONF "search one.test two.test\ndomain three.test\n", "some", "x", "2:some.three.test/4 2:some/4 ", NO_NAME},
    {CONF "search one.test\nsearch\nsearch \ndomain \n", "some", "x", "2:some.one.test/4 2:some/4 ", NO_NAME},
    {CONF "search one.test two.test\nsearch three.test\n", "some", "x", "2:some.three.test/4 2:some/4 ", NO_NAME},
    /* no data */
    {CONF "search one.test\n", "some", "some.one.test/4= some/4=a", "2:some.one.test/4 2:some/4 ", FOUND},
    {CONF "search one.test\n", "some", "some.one.test/4=", "2:some.one.test/4 2:some/4 ", NONE},
    {CONF "search one.test\n", "some", "some/4=", "2:some.one.test/4 2:some/4 ", NONE},
    {CONF "search one.test\n", "a.b", "a.b.one.test/4=", "2:a.b/4 2:a.b.one.test/4 ", NO_NAME},
    /* a failure is not the end: what comes later may be there; and if not, it is what is told */
    {CONF "search one two\noptions attempts:1\n", "s", "s.one/4=*FAIL s.two/4=a", "2:s.one/4 2:s.two/4 ", FOUND},
    {CONF "search one two\noptions attempts:1\n", "s", "s.one/4=*REFUSED s.two/4=a", "2:s.one/4 2:s.two/4 ", FOUND},
    {CONF "search one two\noptions attempts:1\n", "s", "s.one/4=*NINE s/4=a", "2:s.one/4 2:s.two/4 2:s/4 ", FOUND},
    {CONF "search one two\noptions attempts:1\n", "s", "s.one/4=*NOTIMP s/4=a", "2:s.one/4 2:s.one/4 2:s.two/4 2:s/4 ",
     FOUND},
    {CONF "search one two\noptions attempts:1\n", "s", "s.one/4=*BARE s/4=a", "2:s.one/4 2:s.one/4 2:s.two/4 2:s/4 ",
     FOUND},
    {CONF "search one\noptions attempts:1\n", "s", "s.one/4=*FAIL", "2:s.one/4 2:s/4 ", BAD},
    {CONF "search one two\noptions attempts:1\n", "s", "s.one/4=*FAIL s.two/4=", "2:s.one/4 2:s.two/4 2:s/4 ", BAD},
    {CONF "search one two\noptions attempts:1\n", "s", "s.one/4= s.two/4=*FAIL", "2:s.one/4 2:s.two/4 2:s/4 ", BAD},
    {CONF "search one\noptions attempts:1\n", "s", "s/4=*FAIL", "2:s.one/4 2:s/4 ", BAD},
    {CONF "search one\noptions attempts:1\n", "a.b", "a.b/4=*FAIL a.b.one/4=a", "2:a.b/4 2:a.b.one/4 ", FOUND},
    {CONF "search one\noptions attempts:1\n", "a.b", "a.b/4=*FAIL", "2:a.b/4 2:a.b.one/4 ", BAD},
    /* what was asked as it is, first, speaks for itself */
    {CONF "search one\noptions attempts:1\n", "a.b", "a.b.one/4=*FAIL", "2:a.b/4 2:a.b.one/4 ", NO_NAME},
    {CONF "search one\noptions attempts:1\n", "a.b", "a.b/4= a.b.one/4=*FAIL", "2:a.b/4 2:a.b.one/4 ", NONE},
    /* silence, too, and who was silent is asked again */
    {CONF "search one two\n", "s", "s.one/4=- s.two/4=a", "2:s.one/4 @1000 2:s.one/4 @2000 2:s.two/4 ", FOUND},
    {CONF "search one\n", "s", "s.one/4=- s/4=a", "2:s.one/4 @1000 2:s.one/4 @2000 2:s/4 ", FOUND},
    {CONF "search one\n", "a.b", "a.b/4=- a.b.one/4=a",
     "2:a.b/4 @1000 2:a.b/4 @2000 2:a.b/4 @3000 2:a.b/4 @4000 2:a.b.one/4 ", FOUND},
    {CONF "search one\n", "s", "s.one/4=-|-|-|a", "2:s.one/4 @1000 2:s.one/4 @2000 2:s/4 2:s.one/4 @3000 2:s.one/4 ",
     FOUND},
    {CONF "search one\n", "s", "s.one/4=-|-|", "2:s.one/4 @1000 2:s.one/4 @2000 2:s/4 2:s.one/4 2:s/4 ", NONE},
    {CONF "search one\n", "s", "s.one/4=-|-|-|-|-|a s/4=x", "2:s.one/4 @1000 2:s.one/4 @2000 2:s/4 ", FOUND},
    {CONF "search one\n", "s", "s.one/4=-|-|-|-|-|a",
     "2:s.one/4 @1000 2:s.one/4 @2000 2:s/4 2:s.one/4 @3000 2:s.one/4 @4000 2:s.one/4 @5000 2:s.one/4 ", FOUND},
    /* names that are too long, or none, are left out */
    {CONF "search " TEN "." HUNDRED " a..b ..x two.test\n", "some", "x", "2:some.two.test/4 2:some/4 ", NO_NAME},
    {CONF "search two.test " LONG "\n", "some", "x", "2:some.two.test/4 2:some/4 ", NO_NAME},
    {CONF "search two.test. .three.test\n", "some", "x", "2:some.two.test/4 2:some.three.test/4 2:some/4 ", NO_NAME},
    {CONF "search . two.test\n", "some", "x", "2:some/4 2:some.two.test/4 2:some/4 ", NO_NAME},
    {CONF, HUNDRED ".test", "x", "", NO_NAME},
    /* any number */
    {CONF "search a b c d e f g h\n", "s", "s.h/4=a",
     "2:s.a/4 2:s.b/4 2:s.c/4 2:s.d/4 2:s.e/4 2:s.f/4 2:s.g/4 2:s.h/4 ", FOUND},
    /* options without a number */
    {CONF "search one\noptions no-tld-query\n", "s", "s/4=a", "2:s.one/4 ", NO_NAME},
    {CONF "search one\noptions no-tld-query\n", "a.b", "x", "2:a.b/4 2:a.b.one/4 ", NO_NAME},
    {CONF "options no-tld-query\n", "s", "s/4=a", "2:s/4 ", FOUND},
    {CONF "options use-vc\nsearch one\n", "s", "s/4t=a", "2:s.one/4t 2:s/4t ", FOUND},
    {CONF "options use-vc attempts:1\nsearch one\n", "s", "s.one/4t=*FAIL s/4t=a", "2:s.one/4t 2:s/4t ", FOUND},
    {CONF "options use-vc\n", "s", "s/4t=%a", "2:s/4t ", FOUND},
    {CONF "options use-vc\n", "s", "NOTCP s/4=a", "", BAD},
    /* lines that mean nothing, or something else */
    {"# nameserver 127.0.0.3\n; nameserver 127.0.0.3\nnameserver  \t127.0.0.2 # one\n", "s", "x", "2:s/4 ", NO_NAME},
    {"sortlist 1.2.3.4\nnameserver2 127.0.0.3\n\n" LONG " nameserver\n" CONF "searching x\n", "s", "x", "2:s/4 ",
     NO_NAME},
    {" nameserver 127.0.0.3\n\tsearch x\nNameserver 127.0.0.3\nSEARCH x\n" CONF " search x\n", "s", "x", "2:s/4 ",
     NO_NAME},
    {CONF "search one\n two\n\n three\n", "s", "x", "2:s.one/4 2:s/4 ", NO_NAME},
    {"nameserver x\nnameserver\nnameserver 1.2.3\nnameserver 127.0.0.2 127.0.0.3\n", "s", "x", "2:s/4 ", NO_NAME},
    {"options ndots\noptions ndots: ndots:x attempts:999999999999 xndots:9\nsearch one\n" CONF, "s", "x",
     "2:s/4 2:s.one/4 ", NO_NAME},
    {"nameserver 127.0.0.2", "s", "x", "2:s/4 ", NO_NAME},
};

static void begin_named(tcp_run *run, const char *host) {
    static char plain[256];
    size_t size = strlen(host);
    look_up_begin(run, host, V4);
    if (host[size - 1] == '.') {
        (void)snprintf(plain, sizeof plain, "%.*s", (int)size - 1, host);
        run->peer.host = plain;
        run->peer.rooted = true;
    }
}

static void search(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(search_rows); i++) {
        const char *label = search_rows[i].conf;
        tcp_run run;
        conf_text = search_rows[i].conf;
        zones[0] = search_rows[i].zone;
        zones[1] = "";
        begin_named(&run, search_rows[i].host);
        CHECK_STATUS(look_up(&run), search_rows[i].status, label);
        CHECK_VIEW(zimport_view_of(asked), zimport_view_of(search_rows[i].asked), label);
        tcp_end(&run, label);
    }
}

/* In a line as long as that. */
static void many_domains(void **state) {
    static char text[20000];
    tcp_run run;
    size_t size = (size_t)sprintf(text, CONF "search");
    (void)state;
    for (unsigned i = 0; i < 1000; i++) {
        size += (size_t)sprintf(text + size, " domain%u.test", i);
    }
    conf_text = text;
    zones[0] = "some.domain999.test/4=a";
    look_up_begin(&run, "some", V4);
    assert_int_equal(look_up(&run), FOUND);
    assert_string_equal(found(&run), "4a ");
    tcp_end(&run, "many domains");
}

static void silent_names(void **state) {
    tcp_run run;
    (void)state;
    conf_text = CONF "search one two three four five six\n";
    zones[0] = "s.one/4=- s.two/4=- s.three/4=- s.four/4=- s.five/4=- s.six/4=- s/4=-";
    look_up_begin(&run, "s", V4);
    assert_int_equal(look_up(&run), ZIMPORT_CONNECT_TIMEOUT);
    assert_int_equal(run.now, run.peer.deadline);
    assert_int_equal(run.tcp.base.stage, ZIMPORT_AT_RESOLVING);
    tcp_end(&run, "silent names");
}

/* Domains from the environment, or this machine's name. */
static void surroundings(void **state) {
    static const struct {
        const char *name;
        const char *domains; /* LOCALDOMAIN */
        const char *options; /* RES_OPTIONS */
        const char *conf;
        const char *asked;
    } table[] = {
        {"box", NULL, NULL, CONF, "2:s/4 "},
        {"box.corp.test", NULL, NULL, CONF, "2:s.corp.test/4 2:s/4 "},
        {"box.", NULL, NULL, CONF, "2:s/4 2:s/4 "},
        {"box.corp.test", NULL, NULL, CONF "search one\n", "2:s.one/4 2:s/4 "},
        {"box.corp.test", "two three", NULL, CONF "search one\n", "2:s.two/4 2:s.three/4 2:s/4 "},
        {"box.corp.test", "two", NULL, CONF, "2:s.two/4 2:s/4 "},
        {"box.corp.test", "", NULL, CONF "search one\n", "2:s/4 "},
        {"box", NULL, "ndots:0", CONF "search one\noptions ndots:3\n", "2:s/4 2:s.one/4 "},
        {"box", NULL, " attempts:1\tuse-vc ", CONF, "2:s/4t "},
        {"box", NULL, "", CONF "options ndots:0\nsearch one\n", "2:s/4 2:s.one/4 "},
    };
    (void)state;
    zones[0] = "x";
    for (size_t i = 0; i < COUNT(table); i++) {
        tcp_run run;
        own_name = table[i].name;
        conf_text = table[i].conf;
        if (table[i].domains != NULL) {
            (void)setenv("LOCALDOMAIN", table[i].domains, 1);
        }
        if (table[i].options != NULL) {
            (void)setenv("RES_OPTIONS", table[i].options, 1);
        }
        look_up_begin(&run, "s", V4);
        CHECK_STATUS(look_up(&run), NO_NAME, table[i].asked);
        CHECK_VIEW(zimport_view_of(asked), zimport_view_of(table[i].asked), table[i].conf);
        tcp_end(&run, table[i].conf);
        (void)unsetenv("LOCALDOMAIN");
        (void)unsetenv("RES_OPTIONS");
    }
    own_name = "box";
}

/* ---- what of resolv.conf a look-up here does not show */

static void conf(void **state) {
    zimport_posix_conf read;
    char text[ZIMPORT_POSIX_ADDRESS_TEXT];
    (void)state;
    conf_text = "nameserver 192.0.2.1\nnameserver 2001:db8::1\nnameserver fe80::1%7\nnameserver 192.0.2.2\n"
                "options ndots:99 timeout:99 attempts:99\n";
    zimport_posix_conf_read(&read, 0);
    assert_int_equal(read.server_count, 3);
    zimport_posix_address_print(&read.servers[0], text);
    assert_string_equal(text, "192.0.2.1");
    zimport_posix_address_print(&read.servers[1], text);
    assert_string_equal(text, "2001:db8::1");
    assert_int_equal(read.servers[1].scope, 0);
    zimport_posix_address_print(&read.servers[2], text);
    assert_string_equal(text, "fe80::1");
    assert_int_equal(read.servers[2].scope, 7);
    assert_int_equal(read.ndots, 15);
    assert_int_equal(read.timeout, 60);
    assert_int_equal(read.attempts, 10);
    assert_int_equal(read.domain_count, 0);
    assert_string_equal(read.domain, "");
}

/* Without a file, or a server in it: this machine. */
static void no_conf(void **state) {
    static const char *const texts[] = {NULL, "", "search x\n", "nameserver x\n"};
    (void)state;
    for (size_t i = 0; i < COUNT(texts); i++) {
        zimport_posix_conf read;
        char text[ZIMPORT_POSIX_ADDRESS_TEXT];
        conf_text = texts[i];
        zimport_posix_conf_read(&read, 0);
        CHECK_EQUAL(read.server_count, 1, texts[i]);
        zimport_posix_address_print(&read.servers[0], text);
        CHECK_VIEW(zimport_view_of(text), VIEW("127.0.0.1"), texts[i]);
    }
    conf_text = "nameserver 127.0.0.2\nsearch one two\n";
    open_errno = EMFILE;
    zimport_posix_conf read;
    zimport_posix_conf_read(&read, 1);
    assert_string_equal(read.domain, "");
    open_errno = 0;
    zimport_posix_conf_read(&read, 1);
    assert_string_equal(read.domain, "two");
}

/* ---- files that are there, and cannot be read: what they hold is not denied */

static const struct {
    const char *file;
    int opening, reading;
    const char *zone;
    zimport_status status;
    int detail;
} unread_rows[] = {
    {"/etc/hosts", EMFILE, 0, "x", BAD, EMFILE},
    {"/etc/hosts", EACCES, 0, "some.test/4=", BAD, EACCES},
    {"/etc/hosts", 0, EIO, "x", BAD, EIO},
    {"/etc/hosts", ENOENT, 0, "x", NO_NAME, 0},
    {"/etc/hosts", 0, EINTR, "x", FOUND, EACCES},
    {"/etc/hosts", EMFILE, 0, "some.test/4=a", FOUND, EACCES},
    {"/etc/resolv.conf", ENFILE, 0, "x", BAD, ENFILE},
    {"/etc/resolv.conf", 0, EIO, "x", BAD, EIO},
    {"/etc/resolv.conf", 0, EINTR, "some.test/4=a", FOUND, EACCES},
    {"/etc/resolv.conf", 0, EINTR, "x", NO_NAME, 0},
};

static void unread(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(unread_rows); i++) {
        const char *label = unread_rows[i].file;
        tcp_run run;
        conf_text = "nameserver 127.0.0.2\n";
        hosts_text = unread_rows[i].reading == EINTR && strcmp(label, "/etc/hosts") == 0 ? "192.0.2.97 some.test" : "";
        zones[0] = unread_rows[i].zone;
        failing = label;
        open_errno = unread_rows[i].opening;
        read_errno = unread_rows[i].reading;
        look_up_begin(&run, "some.test", V4);
        CHECK_STATUS(look_up(&run), unread_rows[i].status, label);
        CHECK_EQUAL(run.tcp.base.detail, unread_rows[i].detail, label);
        tcp_end(&run, label);
        CHECK_EQUAL(read_errno, unread_rows[i].reading == EINTR ? 0 : unread_rows[i].reading, label);
    }
    failing = "";
    open_errno = read_errno = 0;
    hosts_text = NULL;
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(hosts),        cmocka_unit_test(search),       cmocka_unit_test(many_domains),
        cmocka_unit_test(silent_names), cmocka_unit_test(surroundings), cmocka_unit_test(conf),
        cmocka_unit_test(no_conf),      cmocka_unit_test(unread),
    };
    return cmocka_run_group_tests_name("names and files", tests, prepare_servers, NULL);
}
