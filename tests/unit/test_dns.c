/* SPDX-License-Identifier: Apache-2.0 */
/* Bytes of queries and replies: whole, cut at every byte, and with every byte changed. */
#include "check.h"

#include "port/posix/dns.h"

#define ID 0x1234

/* ---- questions */

#define TEN "abcdefghij"
#define FIFTY TEN TEN TEN TEN TEN
#define LABEL63 FIFTY TEN "abc"
#define LABEL61 FIFTY TEN "a"

static void questions(void **state) {
    static const struct {
        const char *host;
        const char *domain;
        zimport_view name; /* empty: refused */
    } table[] = {
        {"a", "", LIT("\1a\0")},
        {"some.test", "", LIT("\4some\4test\0")},
        {"some.test.", "", LIT("\4some\4test\0")},
        {"some", "inner.test", LIT("\4some\5inner\4test\0")},
        {"some", "inner.test.", LIT("\4some\5inner\4test\0")},
        {"some", ".", LIT("\4some\0")},
        {"some", "..", LIT("\4some\0")},
        {"s_x-1.tEsT", "", LIT("\5s_x-1\4tEsT\0")},
        {LABEL63 ".a", "", LIT("\77" LABEL63 "\1a\0")},
        {LABEL63 "d.a", "", LIT("")},
        {LABEL63 "." LABEL63 "." LABEL63 "." LABEL61, "",
         LIT("\77" LABEL63 "\77" LABEL63 "\77" LABEL63 "\75" LABEL61 "\0")},
        {LABEL63 "." LABEL63 "." LABEL63, LABEL61, LIT("\77" LABEL63 "\77" LABEL63 "\77" LABEL63 "\75" LABEL61 "\0")},
        {LABEL63 "." LABEL63 "." LABEL63 "." LABEL61 "b", "", LIT("")},
        {LABEL63 "." LABEL63 "." LABEL63, LABEL61 "b", LIT("")},
        {LABEL63 "." LABEL63 "." LABEL63 "." LABEL63 "." LABEL63, "", LIT("")},
        {"a", LABEL63 "." LABEL63 "." LABEL63 "." LABEL63 "." LABEL63, LIT("")},
        {"", "", LIT("")},
        {".", "", LIT("")},
        {".", "test", LIT("")},
        {".a", "", LIT("")},
        {"a..b", "", LIT("")},
        {"a..", "", LIT("")},
        {"a", ".b", LIT("\1a\1b\0")},
        {"a", "..b", LIT("")},
        {"a", "b..c", LIT("")},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(table); i++) {
        uint8_t *query = malloc(ZIMPORT_DNS_QUERY_MAX);
        assert_non_null(query);
        size_t size = zimport_dns_query(query, table[i].host, table[i].domain);
        if (table[i].name.size == 0) {
            CHECK_EQUAL(size, 0, table[i].host);
        } else {
            CHECK_EQUAL(size, 12 + table[i].name.size + 4, table[i].host);
            assert_true(size + ZIMPORT_DNS_OPT <= ZIMPORT_DNS_QUERY_MAX);
            zimport_dns_mark(query, size, 0xABCD, ZIMPORT_DNS_AAAA, false);
            zimport_view all = {(const char *)query, size + ZIMPORT_DNS_OPT};
            CHECK_VIEW(part(all, 0, 12), VIEW("\xAB\xCD\1\0\0\1\0\0\0\0\0\0"), table[i].host);
            CHECK_VIEW(part(all, 12, size - 4), table[i].name, table[i].host);
            CHECK_VIEW(part(all, size - 4, size), VIEW("\0\34\0\1"), table[i].host);
            CHECK_VIEW(part(all, size, all.size), VIEW("\0\0\51\4\xD0\0\0\0\0\0\0"), table[i].host);
            zimport_dns_mark(query, size, 0xABCD, ZIMPORT_DNS_A, true);
            CHECK_VIEW(part(all, 0, 12), VIEW("\xAB\xCD\1\0\0\1\0\0\0\0\0\1"), table[i].host);
            CHECK_VIEW(part(all, size - 4, size), VIEW("\0\1\0\1"), table[i].host);
        }
        free(query);
    }
}

/* ---- replies */

static uint8_t query[ZIMPORT_DNS_QUERY_MAX];
static size_t query_size;

static void ask(uint8_t type) {
    query_size = zimport_dns_query(query, "some.test", "");
    zimport_dns_mark(query, query_size, ID, type, true);
}

/* A letter for the reply: A, N(o name), F(ailure), P(uzzled), O(ther); then the last bytes of its addresses; then '!'
 * for a fault, '+' if it is cut. */
static const char *read_reply(zimport_view bytes) {
    static char text[6000];
    zimport_dns_reply reply;
    size_t size = 1;
    memset(&reply, 0, sizeof reply);
    for (size_t i = 0; i < bytes.size; i++) {
        bool address = zimport_dns_take(&reply, query, query_size, (uint8_t)bytes.data[i]);
        assert_true(!address || reply.kind != ZIMPORT_DNS_OTHER);
        if (address) {
            assert_true(size < sizeof text - 8);
            text[size++] = (char)reply.address[query[query_size - 3] == ZIMPORT_DNS_A ? 3 : 15];
        }
    }
    text[0] = "OANFP"[reply.kind];
    if (reply.kind == ZIMPORT_DNS_ANSWER) {
        text[size] = '!';
        size += reply.left > 0;
        text[size] = '+';
        size += reply.cut;
    }
    text[size] = '\0';
    return text;
}

#define HEAD(flags, answers) "\x12\x34" flags "\0\1\0" answers "\0\0\0\0"
#define QUESTION(type) "\4some\4test\0\0" type "\0\1"
#define RECORD(type, size) "\xC0\x0C\0" type "\0\1\0\0\1\0\0" size
#define A(last) RECORD("\1", "\4") "\xC0\0\2" last
#define AAAA(last) RECORD("\34", "\20") "\x20\1\r\xB8\0\0\0\0\0\0\0\0\0\0\0" last
#define CNAME RECORD("\5", "\7") "\4fast\xC0\x11"

static void replies(void **state) {
    static const struct {
        const char *label;
        uint8_t type;
        const char *found;
        zimport_view reply;
    } table[] = {
        {"an address", 1, "Aa", LIT(HEAD("\x81\x80", "\1") QUESTION("\1") A("a"))},
        {"letters of the other case", 1, "Aa", LIT(HEAD("\x81\x80", "\1") "\4sOMe\4TEST\0\0\1\0\1" A("a"))},
        {"letters of the other case, the first and the last", 1, "Aa",
         LIT(HEAD("\x81\x80", "\1") "\4soME\4TEST\0\0\1\0\1" A("a"))},
        {"two", 1, "Aab", LIT(HEAD("\x81\x80", "\2") QUESTION("\1") A("a") A("b"))},
        {"of IPv6", 28, "Ac", LIT(HEAD("\x81\x80", "\1") QUESTION("\34") AAAA("c"))},
        {"only the type that was asked for", 1, "Aab",
         LIT(HEAD("\x81\x80", "\3") QUESTION("\1") A("a") AAAA("x") A("b"))},
        {"behind names for names", 1, "Aab", LIT(HEAD("\x81\x80", "\4") QUESTION("\1") CNAME CNAME A("a") A("b"))},
        {"names without pointers", 1, "Aa",
         LIT(HEAD("\x81\x80", "\1") QUESTION("\1") "\4some\4test\0\0\1\0\1\0\0\1\0\0\4\xC0\0\2"
                                                   "a")},
        {"a pointer behind labels", 1, "Aa",
         LIT(HEAD("\x81\x80", "\1") QUESTION("\1") "\4some\xC0\x11\0\1\0\1\0\0\1\0\0\4\xC0\0\2"
                                                   "a")},
        {"of the root", 1, "Aa",
         LIT(HEAD("\x81\x80", "\1") QUESTION("\1") "\0\0\1\0\1\0\0\1\0\0\4\xC0\0\2"
                                                   "a")},
        {"a pointer to itself", 1, "Aab",
         LIT(HEAD("\x81\x80", "\2") QUESTION("\1") "\xC0\x1B\0\1\0\1\0\0\1\0\0\4\xC0\0\2"
                                                   "a" A("b"))},
        {"a pointer out of it", 1, "Aa",
         LIT(HEAD("\x81\x80", "\1") QUESTION("\1") "\xFF\xFF\0\1\0\1\0\0\1\0\0\4\xC0\0\2"
                                                   "a")},
        {"labels of an unknown kind", 1, "A!",
         LIT(HEAD("\x81\x80", "\1") QUESTION("\1") "\x41x\0\0\1\0\1\0\0\1\0\0\4\xC0\0\2"
                                                   "a")},
        {"labels of another unknown kind", 1, "A!",
         LIT(HEAD("\x81\x80", "\1") QUESTION("\1") "\xBF\x0C\0\1\0\1\0\0\1\0\0\4\xC0\0\2"
                                                   "a")},
        {"of another class", 1, "Ab",
         LIT(HEAD("\x81\x80", "\2") QUESTION("\1") "\xC0\x0C\0\1\0\3\0\0\1\0\0\4\xC0\0\2"
                                                   "a" A("b"))},
        {"too short and too long", 1, "Ab",
         LIT(HEAD("\x81\x80", "\3") QUESTION("\1")
                 RECORD("\1", "\3") "\xC0\0\2" RECORD("\1", "\5") "\xC0\0\2xx" A("b"))},
        {"more promised than there", 1, "Aa!", LIT(HEAD("\x81\x80", "\2") QUESTION("\1") A("a"))},
        {"more there than promised", 1, "Aa", LIT(HEAD("\x81\x80", "\1") QUESTION("\1") A("a") A("x"))},
        {"a record that is cut", 1, "Aa!",
         LIT(HEAD("\x81\x80", "\2") QUESTION("\1") A("a") RECORD("\1", "\4") "\xC0\0\2")},
        {"cut", 1, "Aa+", LIT(HEAD("\x83\x80", "\1") QUESTION("\1") A("a"))},
        {"cut, without an address", 1, "A+", LIT(HEAD("\x83\x80", "\0") QUESTION("\1"))},
        {"no data", 1, "A", LIT(HEAD("\x81\x80", "\0") QUESTION("\1"))},
        {"authoritative, and flags of DNSSEC", 1, "Aa", LIT(HEAD("\x85\xB0", "\1") QUESTION("\1") A("a"))},
        {"no such name", 1, "N", LIT(HEAD("\x81\x83", "\0") QUESTION("\1"))},
        {"no such name at the end of a chain", 1, "N", LIT(HEAD("\x81\x83", "\1") QUESTION("\1") CNAME)},
        {"FORMERR", 1, "P", LIT(HEAD("\x81\x81", "\0") QUESTION("\1"))},
        {"SERVFAIL", 1, "F", LIT(HEAD("\x81\x82", "\0") QUESTION("\1"))},
        {"NOTIMP", 1, "P", LIT(HEAD("\x81\x84", "\0") QUESTION("\1"))},
        {"REFUSED, and an address", 1, "F", LIT(HEAD("\x81\x85", "\1") QUESTION("\1") A("a"))},
        {"another id", 1, "O", LIT("\x12\x35\x81\x80\0\1\0\1\0\0\0\0" QUESTION("\1") A("a"))},
        {"the question itself", 1, "O", LIT("\x12\x34\1\0\0\1\0\0\0\0\0\0" QUESTION("\1"))},
        {"another kind of query", 1, "O", LIT(HEAD("\xA1\x80", "\1") QUESTION("\1") A("a"))},
        {"another type", 28, "O", LIT(HEAD("\x81\x80", "\1") QUESTION("\1") A("a"))},
        {"another class", 1, "O", LIT(HEAD("\x81\x80", "\1") "\4some\4test\0\0\1\0\3" A("a"))},
        {"another name", 1, "O", LIT(HEAD("\x81\x80", "\1") "\4same\4test\0\0\1\0\1" A("a"))},
        {"another size of the first label", 1, "O", LIT(HEAD("\x81\x80", "\1") "\3some\4test\0\0\1\0\1" A("a"))},
        {"no data, and yet a record", 1, "A", LIT(HEAD("\x81\x80", "\0") QUESTION("\1") A("a"))},
        {"the longest label", 1, "Ab",
         LIT(HEAD("\x81\x80", "\2") QUESTION("\1") "\77" LABEL63 "\0\0\1\0\3\0\0\1\0\0\4\xC0\0\2"
                                                   "a" A("b"))},
        {"a longer name", 1, "O", LIT(HEAD("\x81\x80", "\1") "\4some\4test\1x\0\0\1\0\1" A("a"))},
        {"the question as a pointer", 1, "O", LIT(HEAD("\x81\x80", "\1") "\4some\xC0\x11\4test\0\0\1\0\1" A("a"))},
        {"SERVFAIL, no question", 1, "F", LIT("\x12\x34\x81\x82\0\0\0\0\0\0\0\0")},
        {"FORMERR, no question", 1, "P", LIT("\x12\x34\x81\x81\0\0\0\0\0\0\0\0")},
        {"FORMERR, no question, another id", 1, "O", LIT("\x12\x33\x81\x81\0\0\0\0\0\0\0\0")},
        {"FORMERR in the question itself", 1, "O", LIT("\x12\x34\1\1\0\0\0\0\0\0\0\0")},
        {"no such name, no question", 1, "O", LIT("\x12\x34\x81\x83\0\0\0\0\0\0\0\0")},
        {"an answer, no question", 1, "O", LIT("\x12\x34\x81\x80\0\0\0\1\0\0\0\0" A("a"))},
        {"nothing, from who has not the name and asks nobody", 1, "F", LIT(HEAD("\x81\0", "\0") QUESTION("\1"))},
        {"nothing but 256 names of others", 1, "F", LIT("\x12\x34\x81\0\0\1\0\0\1\0\0\0" QUESTION("\1"))},
        {"nothing, from who has the name", 1, "A", LIT(HEAD("\x85\0", "\0") QUESTION("\1"))},
        {"an answer, from who asks nobody", 1, "Aa", LIT(HEAD("\x81\0", "\1") QUESTION("\1") A("a"))},
        {"no such name, from who asks nobody", 1, "N", LIT(HEAD("\x81\3", "\0") QUESTION("\1"))},
        {"behind it an OPT record", 1, "Aa",
         LIT("\x12\x34\x81\x80\0\1\0\1\0\0\0\1" QUESTION("\1") A("a") "\0\0\x29\4\xD0\0\0\0\0\0\0")},
        {"data of no size", 1, "Aa", LIT(HEAD("\x81\x80", "\2") QUESTION("\1") RECORD("\1", "\0") A("a"))},
        {"two questions", 1, "O", LIT("\x12\x34\x81\x80\0\2\0\1\0\0\0\0" QUESTION("\1") QUESTION("\1") A("a"))},
        {"nothing", 1, "O", LIT("")},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(table); i++) {
        ask(table[i].type);
        CHECK_VIEW(zimport_view_of(read_reply(table[i].reply)), zimport_view_of(table[i].found), table[i].label);
    }
}

static const zimport_view long_reply =
    LIT(HEAD("\x81\x80", "\4") QUESTION("\1") CNAME "\4fast\xC0\x11\0\1\0\1\0\0\1\0\0\4\xC0\0\2"
                                                    "a" A("b") AAAA("x"));

static void every_cut(void **state) {
    const size_t ends[] = {27 + 19, 27 + 19 + 21, 27 + 19 + 21 + 16};
    (void)state;
    ask(ZIMPORT_DNS_A);
    assert_string_equal(read_reply(long_reply), "Aab");
    for (size_t size = 0; size < long_reply.size; size++) {
        const char *found = size < query_size ? "O" : size < ends[1] ? "A!" : size < ends[2] ? "Aa!" : "Aab!";
        char label[32];
        (void)snprintf(label, sizeof label, "%zu bytes", size);
        CHECK_VIEW(zimport_view_of(read_reply(part(long_reply, 0, size))), zimport_view_of(found), label);
    }
}

/* Nothing outside is read, and there are never more addresses than records. */
static void every_byte(void **state) {
    (void)state;
    ask(ZIMPORT_DNS_A);
    char *copy = exact(long_reply);
    for (size_t i = 0; i < long_reply.size; i++) {
        for (unsigned flip = 1; flip < 256; flip++) {
            copy[i] = (char)((unsigned char)long_reply.data[i] ^ flip);
            assert_true(strlen(read_reply((zimport_view){copy, long_reply.size})) <= 6);
        }
        copy[i] = long_reply.data[i];
    }
    free(copy);
}

/* Of either side, A and Z included; what stands beside them in ASCII is no letter. */
static void every_letter(void **state) {
    static const char text[] = "@AMZ[`amz{";

    (void)state;
    for (size_t a = 0; a + 1 < sizeof text; a++) {
        for (size_t b = 0; b + 1 < sizeof text; b++) {
            char host[] = "xome.test";
            char reply[] = HEAD("\x81\x80", "\1") "\4xome\4test\0\0\1\0\1" A("a");
            host[0] = text[a];
            reply[13] = text[b];
            query_size = zimport_dns_query(query, host, "");
            zimport_dns_mark(query, query_size, ID, ZIMPORT_DNS_A, true);
            bool same = a == b || (a > 0 && a < 4 && b == a + 5) || (b > 0 && b < 4 && a == b + 5);
            CHECK_VIEW(zimport_view_of(read_reply((zimport_view){reply, sizeof reply - 1})),
                       zimport_view_of(same ? "Aa" : "O"), host);
        }
    }
}

/* Sizes have two bytes. */
static void a_long_record(void **state) {
    static char message[600] = HEAD("\x81\x80", "\2") QUESTION("\1") "\xC0\x0C\0\x10\0\1\0\0\1\0";
    const zimport_view before = LIT(HEAD("\x81\x80", "\2") QUESTION("\1") "\xC0\x0C\0\x10\0\1\0\0\1\0");
    const zimport_view last = LIT(A("b"));

    (void)state;
    ask(ZIMPORT_DNS_A);
    for (size_t size = 255; size <= 260; size++) {
        message[before.size] = (char)(size >> 8);
        message[before.size + 1] = (char)(size & 0xFF);
        memset(message + before.size + 2, 'x', size);
        memcpy(message + before.size + 2 + size, last.data, last.size);
        assert_string_equal(read_reply((zimport_view){message, before.size + 2 + size + last.size}), "Ab");
    }
}

/* As many records as a message can have, and as its header can promise: memory holds one at a time. */
static void many_records(void **state) {
    static char message[65535];
    const zimport_view head = LIT(HEAD("\x81\x80", "\xFF") QUESTION("\1"));
    const zimport_view record = LIT(A("a"));
    size_t size = head.size;
    (void)state;
    ask(ZIMPORT_DNS_A);
    memcpy(message, head.data, head.size);
    message[6] = (char)0xFF;
    while (size + record.size <= sizeof message) {
        memcpy(message + size, record.data, record.size);
        size += record.size;
    }
    const char *found = read_reply((zimport_view){message, size});
    assert_int_equal(strlen(found), 1 + (size - head.size) / record.size + 1);
    assert_int_equal(found[strlen(found) - 1], '!');
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(questions),    cmocka_unit_test(replies),      cmocka_unit_test(every_cut),
        cmocka_unit_test(every_byte),   cmocka_unit_test(every_letter), cmocka_unit_test(a_long_record),
        cmocka_unit_test(many_records),
    };
    return cmocka_run_group_tests_name("questions and replies", tests, NULL, NULL);
}
