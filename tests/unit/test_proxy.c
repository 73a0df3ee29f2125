/* SPDX-License-Identifier: Apache-2.0 */
/* What they mean, which are refused, and credentials as the field has them. */
#include "check.h"

#include "base/base64.h"
#include "zimport/origin.h"

/* The copy ends where its memory ends. Nothing of a bad URL's credentials stays. */
static zimport_status parse(zimport_proxy_server *server, zimport_view text) {
    char *copy = exact(text);
    memset(server, 0x5a, sizeof *server);
    zimport_status status = zimport_proxy_parse(server, (zimport_view){copy, text.size});
    free(copy);
    CHECK(status == ZIMPORT_OK || status == ZIMPORT_BAD_URL, show(text));
    CHECK(status == ZIMPORT_OK || server->credentials[0] == '\0', show(text));
    return status;
}

static void proxies(void **state) {
    (void)state;
    /* clang-format off */
    static const struct {
        zimport_view text;
        const char *host;
        uint16_t port;
        bool address, loopback;
        const char *credentials;
    } table[] = {
        {LIT("proxy"), "proxy", 80, false, false, ""},
        {LIT("proxy:3128"), "proxy", 3128, false, false, ""},
        {LIT("http://proxy"), "proxy", 80, false, false, ""},
        {LIT("http://proxy/"), "proxy", 80, false, false, ""},
        {LIT("http://proxy:8080/"), "proxy", 8080, false, false, ""},
        {LIT("HTTP://Proxy.Example.:8080"), "proxy.example", 8080, false, false, ""},
        {LIT("hTTp://h:1"), "h", 1, false, false, ""},
        {LIT("http:3128"), "http", 3128, false, false, ""},
        {LIT("h:"), "h", 80, false, false, ""},
        {LIT("h:/"), "h", 80, false, false, ""},
        {LIT("h:80"), "h", 80, false, false, ""},
        {LIT("h:443"), "h", 443, false, false, ""},
        {LIT("http://h:65535"), "h", 65535, false, false, ""},
        {LIT("localhost:8888"), "localhost", 8888, false, true, ""},
        {LIT("127.0.0.1:8888"), "127.0.0.1", 8888, true, true, ""},
        {LIT("10.0.0.1"), "10.0.0.1", 80, true, false, ""},
        {LIT("http://[::1]:8888"), "::1", 8888, true, true, ""},
        {LIT("[2001:DB8::1]"), "2001:db8::1", 80, true, false, ""},
        {LIT("[2001:db8::1]:"), "2001:db8::1", 80, true, false, ""},
        {LIT("[2001:db8::1]:443/"), "2001:db8::1", 443, true, false, ""},
        {LIT("http://user:pass@h:1"), "h", 1, false, false, "dXNlcjpwYXNz"},
        {LIT("user:pass@h"), "h", 80, false, false, "dXNlcjpwYXNz"},
        {LIT("user:pass@[::1]:9/"), "::1", 9, true, true, "dXNlcjpwYXNz"},
        {LIT("user@h"), "h", 80, false, false, "dXNlcjo="},
        {LIT("user:@h"), "h", 80, false, false, "dXNlcjo="},
        {LIT(":pass@h"), "h", 80, false, false, "OnBhc3M="},
        {LIT(":@h"), "h", 80, false, false, "Og=="},
        {LIT("@h"), "h", 80, false, false, ""},
        {LIT("http://@h:2"), "h", 2, false, false, ""},
        /* RFC 7617 section 2: Aladdin; the password may have colons. */
        {LIT("Aladdin:open%20sesame@h"), "h", 80, false, false, "QWxhZGRpbjpvcGVuIHNlc2FtZQ=="},
        {LIT("u:a:b@h"), "h", 80, false, false, "dTphOmI="},
        {LIT("u:a%3ab@h"), "h", 80, false, false, "dTphOmI="},
        {LIT("a%40b:c%2Fd@h"), "h", 80, false, false, "YUBiOmMvZA=="},
        {LIT("%75%73er:%25@h"), "h", 80, false, false, "dXNlcjol"},
        {LIT("u:%ff\xc3\xa9@h"), "h", 80, false, false, "dTr/w6k="},
        {LIT("u!$&'()*+,;=-._~:[]{}\"<>\\^`|@h"), "h", 80, false, false, "dSEkJicoKSorLDs9LS5ffjpbXXt9Ijw+XF5gfA=="},
    };
    /* clang-format on */
    for (size_t i = 0; i < COUNT(table); i++) {
        zimport_proxy_server server;
        const char *label = show(table[i].text);
        CHECK_STATUS(parse(&server, table[i].text), ZIMPORT_OK, label);
        CHECK_VIEW(zimport_view_of(server.origin.host), zimport_view_of(table[i].host), label);
        CHECK_EQUAL(server.origin.port, table[i].port, label);
        CHECK_EQUAL(server.origin.address, table[i].address, label);
        CHECK_EQUAL(server.origin.loopback, table[i].loopback, label);
        CHECK_EQUAL(server.origin.tls, false, label);
        CHECK_EQUAL(server.origin.prefix[0], '\0', label);
        CHECK_VIEW(zimport_view_of(server.credentials), zimport_view_of(table[i].credentials), label);
    }
}

static void what_is_no_proxy(void **state) {
    (void)state;
    static const zimport_view table[] = {
        LIT(""),
        LIT("/"),
        LIT("http://"),
        LIT("http:///"),
        LIT("http:/h"),
        LIT("//h"),
        /* Of another kind. */
        LIT("https://h"),
        LIT("HTTPS://h:443/"),
        LIT("socks5://h:1080"),
        LIT("socks5h://u:p@h:1080"),
        LIT("socks4://h"),
        LIT("ftp://h"),
        LIT("http://http://h"),
        LIT("http+unix://h"),
        LIT("://h"),
        /* Paths, queries, fragments. */
        LIT("h/p"),
        LIT("http://h/p/"),
        LIT("http://h//"),
        LIT("h/?q"),
        LIT("h/#f"),
        LIT("h?q"),
        LIT("h#f"),
        LIT("u:p@h?q"),
        LIT("u:p@h/p"),
        LIT("h/@x"),
        /* Hosts and ports. */
        LIT("u:p@"),
        LIT("u:p@:80"),
        LIT(":80"),
        LIT("h:0"),
        LIT("h:65536"),
        LIT("h:-1"),
        LIT("h: 80"),
        LIT("h:http"),
        LIT("h:80:80"),
        LIT("a b"),
        LIT(" h"),
        LIT("h "),
        LIT("h\n"),
        LIT("h\0"),
        LIT("::1"),
        LIT("::1:80"),
        LIT("[::1"),
        LIT("[::1]80"),
        LIT("[h]"),
        LIT("[::1%25eth0]"),
        LIT("127.1"),
        LIT("1.2.3.4.5"),
        LIT("%68"),
        LIT("a..b"),
        /* User info. */
        LIT("u:p@p@h"),
        LIT("u p:x@h"),
        LIT("u:x y@h"),
        LIT("u?:x@h"),
        LIT("u:#@h"),
        LIT("u/:x@h"),
        LIT("%@h"),
        LIT("u%4@h"),
        LIT("u:%4g@h"),
        LIT("u:%g4@h"),
        LIT("u:%%41@h"),
        LIT("%3a@h"),
        LIT("a%3Ab@h"),
        LIT("a%3ab:c@h"),
        LIT("u%0d%0aX:y@h"),
        LIT("u:p\r\nX: y@h"),
    };
    for (size_t i = 0; i < COUNT(table); i++) {
        zimport_proxy_server server;
        CHECK_STATUS(parse(&server, table[i]), ZIMPORT_BAD_URL, show(table[i]));
    }
}

static void every_byte(void **state) {
    (void)state;
    for (int c = 0; c < 256; c++) {
        for (int way = 0; way < 4; way++) {
            zimport_proxy_server server;
            char text[16];
            char plain[4] = {'u', (char)c, ':', 'p'};
            char want[9];
            bool escaped = way % 2 == 1;
            bool in_password = way >= 2;
            int size = escaped ? snprintf(text, sizeof text, in_password ? ":u%%%02x@h" : "u%%%02x:p@h", (unsigned)c)
                               : snprintf(text, sizeof text, in_password ? ":u#@h" : "u#:p@h");
            *(escaped ? text : strchr(text, '#')) = escaped ? text[0] : (char)c;
            bool good = c >= ' ' && c != 0x7f && (escaped || strchr(" ?#/@%", c) == NULL);
            good = good && (in_password || !escaped || c != ':');
            zimport_status status = parse(&server, (zimport_view){text, (size_t)size});
            CHECK_STATUS(status, good ? ZIMPORT_OK : ZIMPORT_BAD_URL, show((zimport_view){text, (size_t)size}));
            if (in_password) {
                plain[0] = ':', plain[1] = 'u', plain[2] = (char)c;
            }
            zimport_base64_encode((zimport_view){plain, in_password ? 3 : 4}, want);
            CHECK(!good || strcmp(server.credentials, want) == 0, text);
        }
    }
}

static void longest(void **state) {
    (void)state;
    for (size_t user = 0; user <= ZIMPORT_CREDENTIALS_MAX + 2; user++) {
        for (size_t colon = 0; colon <= 1; colon++) {
            zimport_proxy_server server;
            char text[ZIMPORT_CREDENTIALS_MAX + 8];
            memset(text, 'u', sizeof text);
            memcpy(text + user, ":@h", 3);
            memcpy(text + user + colon, "@h", 2);
            zimport_status status = parse(&server, (zimport_view){text, user + colon + 2});
            bool good = user + 1 <= ZIMPORT_CREDENTIALS_MAX;
            CHECK_STATUS(status, good ? ZIMPORT_OK : ZIMPORT_BAD_URL, "longest");
            size_t size = strlen(server.credentials);
            CHECK_EQUAL(size, !good || user + colon == 0 ? 0 : (user + 1 + 2) / 3 * 4, "longest");
            CHECK(size < sizeof server.credentials, "longest");
        }
    }
    zimport_proxy_server server;
    char text[ZIMPORT_HOST_MAX + 16];
    memset(text, 'h', sizeof text);
    for (size_t at = 60; at < sizeof text; at += 60) {
        text[at] = '.';
    }
    assert_int_equal(parse(&server, (zimport_view){text, ZIMPORT_HOST_MAX}), ZIMPORT_OK);
    assert_int_equal(parse(&server, (zimport_view){text, ZIMPORT_HOST_MAX + 1}), ZIMPORT_BAD_URL);
}

/* RFC 4648 section 10, and all 64 digits. */
static void base64(void **state) {
    (void)state;
    /* clang-format off */
    static const struct {
        zimport_view bytes;
        const char *text;
    } table[] = {
        {LIT(""), ""},
        {LIT("f"), "Zg=="},
        {LIT("fo"), "Zm8="},
        {LIT("foo"), "Zm9v"},
        {LIT("foob"), "Zm9vYg=="},
        {LIT("fooba"), "Zm9vYmE="},
        {LIT("foobar"), "Zm9vYmFy"},
        {LIT("\0"), "AA=="},
        {LIT("\0\0"), "AAA="},
        {LIT("\xff"), "/w=="},
        {LIT("\xff\xff\xff"), "////"},
        {LIT("\xfb\xef\xbe"), "++++"},
        {LIT("\x00\x10\x83\x10\x51\x87\x20\x92\x8b\x30\xd3\x8f\x41\x14\x93\x51\x55\x97\x61\x96\x9b\x71\xd7\x9f\x82\x18"
             "\xa3\x92\x59\xa7\xa2\x9a\xab\xb2\xdb\xaf\xc3\x1c\xb3\xd3\x5d\xb7\xe3\x9e\xbb\xf3\xdf\xbf"),
         "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"},
    };
    /* clang-format on */
    for (size_t i = 0; i < COUNT(table); i++) {
        size_t room = (table[i].bytes.size + 2) / 3 * 4 + 1;
        char *copy = exact(table[i].bytes);
        char *text = malloc(room);
        assert_non_null(text);
        zimport_base64_encode((zimport_view){copy, table[i].bytes.size}, text);
        CHECK_VIEW(((zimport_view){text, room}), ((zimport_view){table[i].text, room}), table[i].text);
        free(text);
        free(copy);
    }
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(proxies), cmocka_unit_test(what_is_no_proxy), cmocka_unit_test(every_byte),
        cmocka_unit_test(longest), cmocka_unit_test(base64),
    };
    return cmocka_run_group_tests_name("proxy", tests, NULL, NULL);
}
