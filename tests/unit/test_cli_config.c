/* SPDX-License-Identifier: Apache-2.0 */
/* The configuration file: what counts, and what is said about the rest. */
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/settings/config.h"
#include "cli_run.h"

static char folder[] = "/tmp/zimport-config.XXXXXX";
static char path[64];

static int make_folder(void **state) {
    (void)state;
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/config", folder);
    unsetenv("ZIMPORT_PROFILE");
    unsetenv("ZIMPORT_ENDPOINT");
    unsetenv("ZIMPORT_REGION");
    unsetenv("ZILLIZ_API_KEY");
    unsetenv("HOME");
    unsetenv("XDG_CONFIG_HOME");
    return setenv("ZIMPORT_CONFIG", path, 1);
}

static int remove_folder(void **state) {
    (void)state;
    unlink(path);
    return rmdir(folder);
}

static void put(const char *text, size_t size, mode_t mode) {
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, size), size);
    assert_int_equal(fchmod(fd, mode), 0);
    close(fd);
}

static void say(out *to, const char *name, const char *value) {
    if (value) {
        out_text(to, name);
        out_text(to, value);
        out_byte(to, ' ');
    }
}

static void say_number(out *to, const char *name, uint64_t value) {
    out_text(to, name);
    out_number(to, value);
    out_byte(to, ' ');
}

/* What a row is about, in words. */
static void describe(out *to, const options *given) {
    say(to, "region=", given->region);
    say(to, "endpoint=", given->endpoint);
    say(to, "db=", given->database);
    say(to, "token-file=", given->token_file);
    say(to, "proxy=", given->proxy);
    for (size_t i = 0; i < given->pins.count; i++) {
        say(to, "pin=", given->pins.items[i]);
    }
    if (given->cn) {
        out_text(to, "cn ");
    }
    if (given->tls_min) {
        out_text(to, "1.3 ");
    }
    if (given->timeout_ms) {
        say_number(to, "timeout=", given->timeout_ms);
    }
    if (given->total_ms != 60000) {
        say_number(to, "max-time=", given->total_ms);
    }
    if (given->format) {
        say_number(to, "format=", (uint64_t)given->format);
    }
}

static void texts(void **state) {
    (void)state;
    static const struct {
        unsigned verb;
        const char *profile;
        const char *text;
        const char *expected; /* with a `!` in front, the error behind the file's name */
    } table[] = {
        {FOR_STATUS, NULL, "", ""},
        {FOR_STATUS, NULL, "region = r", "region=r "},
        {FOR_STATUS, NULL, "\n# region = s\n\t \n  region\t=r  \r\n", "region=r "},
        {FOR_STATUS, NULL, "region=r\nregion=s\n", "region=s "},
        {FOR_STATUS, NULL, "db = a=b#c # d\n\t#region = r#\ncn = yes# no\n",
         "!:3: cn expects yes or no, not 'yes# no'"},
        {FOR_STATUS, NULL, "db = a=b#c # d # e\n", "db=a=b#c "},
        {FOR_STATUS, NULL, "[p] # the first\ndb = d\n", ""},
        {FOR_STATUS, NULL, "proxy =\n", "proxy= "},
        {FOR_STATUS, NULL, "cn = yes\ntls-min = 1.3\nmax-time = 1m30s\n", "cn 1.3 max-time=90000 "},
        {FOR_STATUS, NULL, "cn = true", "cn "},
        {FOR_STATUS, NULL, "cn = yes\ncn = false\n", ""},
        {FOR_STATUS, NULL, "pin = a\npin = b\n", "pin=a pin=b "},
        {FOR_STATUS, "p", "pin = a\n[p]\npin = b\npin = c\n", "pin=b pin=c "},
        {FOR_STATUS, "p", "region = r\ndb = d\n[p]\nregion = s\n[q]\nregion = t\n", "region=s db=d "},
        {FOR_STATUS, NULL, "region = r\n[p]\nregion = s\n", "region=r "},
        {FOR_STATUS, "p", "[p]\nregion = s\n[q]\n[ p ]\ndb = d\n", "region=s db=d "},
        {FOR_STATUS, "p", "[q]\n", "!: there is no section 'p'"},
        {FOR_STATUS, "p", "", "!: there is no section 'p'"},
        /* What the command does not have is checked, and left aside. */
        {FOR_STATUS, NULL, "timeout = 1h\n", ""},
        {FOR_WAIT, NULL, "timeout = 1h\n", "timeout=3600000 "},
        {FOR_START, NULL, "timeout = 1h\n", ""},
        {FOR_STATUS, NULL, "timeout = 1y\n",
         "!:1: timeout expects a time such as 10, 500ms or 1h30m, above 0 and up to 100000000 s, not '1y'"},
        {FOR_STATUS, "p", "[p]\n[q]\ncn = 1\n", "!:3: cn expects yes or no, not '1'"},
        {FOR_STATUS, NULL, "output = json", "format=1 "},
        {FOR_STATUS, NULL, "output = ids", ""},
        {FOR_LIST, NULL, "output = ids", "format=4 "},
        {FOR_START, NULL, "output = ids", "format=4 "},
        {FOR_LIST, NULL, "output = env", ""},
        {FOR_DOCTOR, NULL, "output = env", ""},
        {FOR_DOCTOR, NULL, "output = csv", ""},
        {FOR_DOCTOR, NULL, "output = json", "format=1 "},
        {FOR_STATUS, NULL, "output = xml", "!:1: output expects text, json, csv, env or ids, not 'xml'"},
        {FOR_STATUS, NULL, "\nregion =", "!:2: region expects a value: REGION"},
        {FOR_STATUS, NULL, "region", "!:1: expects name = value, [profile] or # comment"},
        {FOR_STATUS, NULL, "[p", "!:1: expects name = value, [profile] or # comment"},
        {FOR_STATUS, NULL, "regoin = r", "!:1: there is no option 'regoin' (did you mean region?)"},
        {FOR_STATUS, NULL, "token = s3cr3t", "!:1: there is no option 'token' (did you mean token-file?)"},
        {FOR_STATUS, NULL, "--region = r", "!:1: there is no option '--region' (did you mean region?)"},
        {FOR_STATUS, NULL, "= r", "!:1: there is no option ''"},
        {FOR_STATUS, NULL, "exit-code = yes", "!:1: exit-code is for one run, not for a file"},
        {FOR_STATUS, NULL, "quiet = yes", "!:1: quiet is for one run, not for a file"},
        {FOR_STATUS, NULL, "files = yes", "!:1: files is for one run, not for a file"},
        {FOR_STATUS, NULL, "profile = p", "!:1: profile is for one run, not for a file"},
        {FOR_STATUS, NULL, "state = Failed", "!:1: state is for one run, not for a file"},
        {FOR_STATUS, NULL, "idempotency-key = k", "!:1: idempotency-key is for one run, not for a file"},
        {FOR_STATUS, NULL, "[q]\nquiet = yes", "!:2: quiet is for one run, not for a file"},
    };

    for (size_t i = 0; i < COUNT(table); i++) {
        out error = memory_out();
        char memory[512];
        char words[256];
        out note = {.data = words, .capacity = sizeof words};
        out found = {.data = memory, .capacity = sizeof memory - 1};
        char expected[512];
        options given;

        assert_true(options_parse(&given, table[i].verb, 0, NULL, &error));
        given.profile = table[i].profile;
        put(table[i].text, strlen(table[i].text), 0644);
        if (config_read(&given, &error, &note)) {
            describe(&found, &given);
            CHECK_VIEW(written(&found), zimport_view_of(table[i].expected), table[i].text);
        } else {
            snprintf(expected, sizeof expected, "%s%s", path, table[i].expected + 1);
            CHECK_VIEW(written(&error), zimport_view_of(expected), table[i].text);
        }
        CHECK_EQUAL(note.size, 0, table[i].text);
    }
}

/* Option, environment, profile, file. */
static void order(void **state) {
    (void)state;
    static const char text[] = "region = file\nendpoint = file\ndb = file\ntoken-file = file\nproxy = file\n"
                               "[p]\nregion = profile\nendpoint = profile\ndb = profile\n";
    char region[] = "--region=option";
    char *argv[] = {region};
    out error = memory_out();
    char memory[256];
    out found = {.data = memory, .capacity = sizeof memory};
    options given;

    put(text, sizeof text - 1, 0600);
    setenv("ZIMPORT_PROFILE", "p", 1);
    setenv("ZIMPORT_ENDPOINT", "variable", 1);
    setenv("ZIMPORT_REGION", "variable", 1);
    setenv("ZILLIZ_API_KEY", "variable", 1);
    assert_true(options_parse(&given, FOR_LIST, 1, argv, &error));
    assert_true(config_read(&given, &error, &error));
    describe(&found, &given);
    CHECK_VIEW(written(&found), VIEW("region=option db=profile proxy=file "), "options, where no variable is set");
    assert_string_equal(options_source(&given, &given.region), "option --region");
    CHECK_VIEW(zimport_view_of(strrchr(options_source(&given, &given.database), '/')), VIEW("/config:9: db"), "source");
    unsetenv("ZIMPORT_PROFILE");
    unsetenv("ZIMPORT_ENDPOINT");
    unsetenv("ZIMPORT_REGION");
    unsetenv("ZILLIZ_API_KEY");
}

static void files(void **state) {
    (void)state;
    static char big[17000];
    static const struct {
        const char *text;
        size_t size;
        mode_t mode;
        const char *expected; /* NULL: good */
    } table[] = {
        {"cn = yes\n", 9, 0640, NULL},
        {"cn = yes\n", 9, 0660, "others can write this file; give it to yourself or root, and chmod go-w"},
        {"cn = yes\n", 9, 0602, "others can write this file; give it to yourself or root, and chmod go-w"},
        {"cn\0= yes\n", 9, 0600, "this is no configuration file, which has at most 16384 bytes of text"},
        {big, 16384, 0600, NULL},
        {big, 16385, 0600, "this is no configuration file, which has at most 16384 bytes of text"},
    };

    memset(big, '\n', sizeof big);
    for (size_t i = 0; i < COUNT(table); i++) {
        out error = memory_out();
        char expected[512];
        options given;

        assert_true(options_parse(&given, FOR_STATUS, 0, NULL, &error));
        put(table[i].text, table[i].size, table[i].mode);
        CHECK_EQUAL(config_read(&given, &error, &error), table[i].expected == NULL, table[i].expected);
        if (table[i].expected) {
            snprintf(expected, sizeof expected, "%s: %s", path, table[i].expected);
            CHECK_VIEW(written(&error), zimport_view_of(expected), table[i].expected);
        } else {
            assert_string_equal(given.config, path);
        }
    }
}

int main(void) {
    static const struct CMUnitTest tests[] = {cmocka_unit_test(texts), cmocka_unit_test(order),
                                              cmocka_unit_test(files)};

    return cmocka_run_group_tests_name("configuration file", tests, make_folder, remove_folder);
}
