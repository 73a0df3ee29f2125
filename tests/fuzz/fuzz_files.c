/* SPDX-License-Identifier: Apache-2.0 */
/*
 * /etc/hosts and /etc/resolv.conf, beside a second reading that has the whole text at once, and inet_pton. An input is
 * a byte of choices, two for the pieces in which the file is read, and texts with NUL behind them: host, LOCALDOMAIN,
 * RES_OPTIONS, the machine's name; the rest is the file.
 */
#include "fuzz.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <net/if.h>
#include <sys/utsname.h>
#include <unistd.h>

static struct {
    zimport_view left; /* of the file */
    uint32_t seed;
    int open;
    const char *local_domain, *res_options, *own_name;
} world;

static int world_open(const char *path, int flags) {
    REQUIRE(strcmp(path, "/etc/hosts") == 0 || strcmp(path, "/etc/resolv.conf") == 0);
    REQUIRE(flags == (O_RDONLY | O_CLOEXEC) && world.open == 0);
    world.open++;
    return 7;
}

static ssize_t world_read(int fd, void *memory, size_t size) {
    size_t piece = piece_size(&world.seed, world.left.size);

    REQUIRE(fd == 7 && world.open == 1);
    piece = piece < size ? piece : size;
    if (piece > 0) {
        memcpy(memory, world.left.data, piece);
        world.left.data += piece;
        world.left.size -= piece;
    }
    return (ssize_t)piece;
}

static int world_close(int fd) {
    REQUIRE(fd == 7 && world.open == 1);
    return --world.open;
}

static char *world_getenv(const char *name) {
    return (char *)(strcmp(name, "LOCALDOMAIN") == 0   ? world.local_domain
                    : strcmp(name, "RES_OPTIONS") == 0 ? world.res_options
                                                       : NULL);
}

static int world_uname(struct utsname *names) {
    memset(names, 'x', sizeof *names);
    (void)snprintf(names->nodename, sizeof names->nodename, "%s", world.own_name);
    return 0;
}

static unsigned world_if(const char *name) {
    return strcmp(name, "lo") == 0 ? 1 : strcmp(name, "eth0") == 0 ? 2 : 0;
}

/* Not linked: what they call is the world's. */
#define open world_open
#define read world_read
#define close world_close
#define getenv world_getenv
#define uname world_uname
#define if_nametoindex world_if
#include "port/posix/address.c" /* NOLINT(bugprone-suspicious-include) */
#include "port/posix/files.c"   /* NOLINT(bugprone-suspicious-include) */
#undef open
#undef read
#undef close

/* ---- the second reading */

#define WORDS_MOST 2000

struct line {
    const char *words[WORDS_MOST];
    size_t count;
    bool indented;
};

/* Cuts the words of the line at `text` out of it; behind the line, or NULL at the end. */
static char *split(char *text, char *end, struct line *line) {
    char *stop = memchr(text, '\n', (size_t)(end - text));
    char *last = stop != NULL ? stop : end;
    char *comment = memchr(text, '#', (size_t)(last - text));

    line->count = 0;
    line->indented = last > text && (unsigned char)*text <= ' ';
    line->indented |= comment == text;
    last = comment != NULL ? comment : last;
    while (text < last) {
        size_t size = 0;
        while (text + size < last && (unsigned char)text[size] > ' ') {
            size++;
        }
        if (size > 0) {
            REQUIRE(line->count < WORDS_MOST);
            line->words[line->count++] = text;
        }
        text[size < ZIMPORT_HOST_MAX + 1 ? size : ZIMPORT_HOST_MAX + 1] = '\0'; /* no name is so long */
        text[size] = '\0';
        text += size + 1;
    }
    return stop != NULL ? stop + 1 : NULL;
}

static uint32_t number_of(const char *text, uint32_t most) {
    uint64_t number = 0;

    for (; *text >= '0' && *text <= '9'; text++) {
        number = number * 10 + (uint64_t)(*text - '0');
        number = number < most ? number : most;
    }
    return (uint32_t)number;
}

static bool address_of(const char *word, zimport_posix_address *address) {
    char text[ZIMPORT_HOST_MAX + 2];
    const char *zone = strchr(word, '%');
    size_t size = zone != NULL ? (size_t)(zone - word) : strlen(word);

    memset(address, 0, sizeof *address);
    memcpy(text, word, size);
    text[size] = '\0';
    address->family = inet_pton(AF_INET, text, address->bytes) == 1 ? 4 : 6;
    if (zone != NULL) {
        uint32_t index = world_if(zone + 1);
        address->scope = index != 0 ? index : number_of(zone + 1, INT32_MAX);
    }
    return address->family == 4 || inet_pton(AF_INET6, text, address->bytes) == 1;
}

static bool is_same(const zimport_posix_address *a, const zimport_posix_address *b) {
    return a->family == b->family && a->scope == b->scope && memcmp(a->bytes, b->bytes, a->family == 4 ? 4 : 16) == 0;
}

/* Printed, it is read back as it was. */
static void check_print(const zimport_posix_address *address) {
    char text[ZIMPORT_POSIX_ADDRESS_TEXT];
    zimport_posix_address again;

    zimport_posix_address_print(address, text);
    REQUIRE(address_of(text, &again));
    again.scope = address->scope;
    REQUIRE(is_same(address, &again));
}

/* ---- hosts */

static void run_hosts(zimport_view file, uint32_t seed, const char *host, zimport_posix_family family,
                      zimport_tcp *tcp) {
    memset(tcp, 0, sizeof *tcp);
    tcp->family = family;
    world.left = file;
    world.seed = seed;
    int error;
    bool found = zimport_posix_hosts(tcp, host, &error);
    REQUIRE(error == 0 && world.open == 0 && tcp->count <= ZIMPORT_POSIX_ADDRESSES && (found || tcp->count == 0));
}

/* One more address that the name has: those of a family in the file's order, and no more than have a place. */
struct expected {
    zimport_posix_address lists[2][ZIMPORT_POSIX_ADDRESSES];
    size_t counts[2];
};

static void expect(struct expected *expected, zimport_posix_address address, zimport_posix_family family) {
    bool v4 = address.family == 4;
    static const uint8_t loopback[16] = {[15] = 1};

    if (family == ZIMPORT_POSIX_IPV4 && !v4 && memcmp(address.bytes, loopback, 16) == 0) {
        address = (zimport_posix_address){4, {127, 0, 0, 1}, 0};
        v4 = true;
    }
    if (family == (v4 ? ZIMPORT_POSIX_IPV6 : ZIMPORT_POSIX_IPV4)) {
        return;
    }
    if (expected->counts[v4] < ZIMPORT_POSIX_ADDRESSES) {
        expected->lists[v4][expected->counts[v4]] = address;
    }
    expected->counts[v4]++;
}

static void read_hosts(char *text, size_t size, const char *host, zimport_posix_family family,
                       struct expected *expected) {
    static struct line line;
    char *end = text + size;

    for (char *next = text; next != NULL;) {
        zimport_posix_address address;
        bool named = false;
        next = split(next, end, &line);
        for (size_t i = 1; i < line.count; i++) {
            named |= zimport_view_is_nocase(zimport_view_of(line.words[i]), host);
        }
        if (named && address_of(line.words[0], &address)) {
            expect(expected, address, family);
        }
    }
}

static void check_hosts(zimport_view file, uint32_t seed, const char *host, zimport_posix_family family) {
    const size_t most = ZIMPORT_POSIX_ADDRESSES;
    struct expected expected = {.counts = {0, 0}};
    zimport_tcp tcp;
    char *copy = calloc(1, file.size + 1);

    REQUIRE(copy != NULL);
    memcpy(copy, file.size > 0 ? file.data : "", file.size);
    read_hosts(copy, file.size, host, family, &expected);
    run_hosts(file, seed, host, family, &tcp);
    size_t v6 = expected.counts[0];
    size_t v4 = expected.counts[1];
    if (v6 + v4 > most) {
        size_t kept = v4 < most / 2 ? most - v4 : most / 2;
        v6 = v6 < kept ? v6 : kept;
        v4 = most - v6;
    }
    REQUIRE(tcp.count == v6 + v4);
    for (size_t i = 0; i < tcp.count; i++) {
        REQUIRE(is_same(&tcp.addresses[i], i < v6 ? &expected.lists[0][i] : &expected.lists[1][i - v6]));
        check_print(&tcp.addresses[i]);
    }
    free(copy);
}

/* ---- resolv.conf */

static void read_setting(zimport_posix_conf *conf, const char *word) {
    static const char *const flags[] = {"rotate", "use-vc", "single-request", "no-aaaa", "no-tld-query"};
    struct {
        const char *name;
        unsigned most;
        unsigned *value;
    } numbers[] = {{"ndots:", 15, &conf->ndots}, {"timeout:", 60, &conf->timeout}, {"attempts:", 10, &conf->attempts}};

    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        if (strstr(word, numbers[i].name) == word) {
            *numbers[i].value = number_of(word + strlen(numbers[i].name), numbers[i].most);
        }
    }
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++) {
        conf->flags |= strstr(word, flags[i]) == word ? 1U << i : 0;
    }
}

static void take_domain(zimport_posix_conf *conf, const char *word, unsigned wanted) {
    if (conf->domain_count == wanted) {
        (void)snprintf(conf->domain, sizeof conf->domain, "%s", word);
    }
    conf->domain_count++;
}

/* `keyword` is what stands in front of a line's words, if it is not the first of them. */
static void take_words(zimport_posix_conf *conf, const char *keyword, const char *const *words, size_t count,
                       unsigned wanted) {
    bool search = strcmp(keyword, "search") == 0;

    if (search || strcmp(keyword, "domain") == 0) {
        conf->domain_count = count > 0 ? 0 : conf->domain_count;
        conf->domain[0] = count > 0 ? '\0' : conf->domain[0];
        for (size_t i = 0; i < count && (search || i == 0); i++) {
            take_domain(conf, words[i], wanted);
        }
    } else if (strcmp(keyword, "nameserver") == 0 && count > 0 && conf->server_count < ZIMPORT_POSIX_SERVERS) {
        conf->server_count += address_of(words[0], &conf->servers[conf->server_count]);
    }
    for (size_t i = 0; i < count && strcmp(keyword, "options") == 0; i++) {
        read_setting(conf, words[i]);
    }
}

static void read_conf(zimport_posix_conf *conf, zimport_view text, const char *keyword, unsigned wanted) {
    static struct line line;
    char *copy = calloc(1, text.size + 1);

    REQUIRE(copy != NULL);
    memcpy(copy, text.size > 0 ? text.data : "", text.size);
    for (char *next = copy; next != NULL; keyword = NULL) {
        next = split(next, copy + text.size, &line);
        if (keyword != NULL) {
            take_words(conf, keyword, line.words, line.count, wanted);
        } else if (line.count > 0 && !line.indented) {
            take_words(conf, line.words[0], line.words + 1, line.count - 1, wanted);
        }
    }
    free(copy);
}

static void expect_conf(zimport_posix_conf *conf, zimport_view file, unsigned wanted) {
    const char *dot = strchr(world.own_name, '.');

    memset(conf, 0, sizeof *conf);
    conf->ndots = 1;
    conf->timeout = conf->attempts = 2;
    read_conf(conf, file, NULL, wanted);
    if (conf->server_count == 0) {
        conf->servers[conf->server_count++] = (zimport_posix_address){4, {127, 0, 0, 1}, 0};
    }
    if (world.local_domain != NULL) {
        conf->domain_count = 0;
        conf->domain[0] = '\0';
        read_conf(conf, zimport_view_of(world.local_domain), "search", wanted);
    } else if (conf->domain_count == 0 && dot != NULL) {
        take_domain(conf, dot + 1, wanted);
    }
    if (world.res_options != NULL) {
        read_conf(conf, zimport_view_of(world.res_options), "options", wanted);
    }
}

static void check_conf(zimport_view file, uint32_t seed, unsigned wanted) {
    zimport_posix_conf expected;
    zimport_posix_conf conf;

    world.left = file;
    world.seed = seed;
    zimport_posix_conf_read(&conf, wanted);
    expect_conf(&expected, file, wanted);
    REQUIRE(conf.error == 0 && world.open == 0 && conf.server_count == expected.server_count && conf.server_count >= 1);
    for (unsigned i = 0; i < conf.server_count; i++) {
        REQUIRE(is_same(&conf.servers[i], &expected.servers[i]));
        check_print(&conf.servers[i]);
    }
    REQUIRE(conf.ndots == expected.ndots && conf.ndots <= 15 && conf.flags == expected.flags && conf.flags < 32);
    REQUIRE(conf.timeout == expected.timeout && conf.timeout <= 60);
    REQUIRE(conf.attempts == expected.attempts && conf.attempts <= 10);
    REQUIRE(conf.domain_count == expected.domain_count && strcmp(conf.domain, expected.domain) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    zimport_view input = {(const char *)data, size < WORDS_MOST ? size : WORDS_MOST};
    unsigned choice = take_byte(&input);
    uint32_t seed = take_seed(&input);
    char *texts[4];

    for (size_t i = 0; i < 4; i++) {
        texts[i] = take_text(&input);
    }
    texts[3][strlen(texts[3]) < 64 ? strlen(texts[3]) : 64] = '\0'; /* what a machine's name is at most */
    world.local_domain = (choice & 1) != 0 ? texts[1] : NULL;
    world.res_options = (choice & 2) != 0 ? texts[2] : NULL;
    world.own_name = texts[3];
    if (texts[0][0] != '\0') {
        check_hosts(input, seed, texts[0], (zimport_posix_family)((choice >> 2) % 3U));
    }
    check_conf(input, seed, (choice >> 4) % 4U);
    for (size_t i = 0; i < 4; i++) {
        free(texts[i]);
    }
    return 0;
}
