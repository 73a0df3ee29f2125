/* SPDX-License-Identifier: Apache-2.0 */
/* The command line: what is understood, and what is said about the rest. */
#include "cli/settings/options.h"
#include "cli_run.h"

#define ARGUMENTS 20

/* The parser moves operands to the front. */
static bool parse(options *given, unsigned verb, const char *const *arguments, out *error) {
    static char memory[ARGUMENTS][64];
    static char *argv[ARGUMENTS];
    int argc = 0;

    while (argc < ARGUMENTS && arguments[argc]) {
        snprintf(memory[argc], sizeof memory[argc], "%s", arguments[argc]);
        argv[argc] = memory[argc];
        argc++;
    }
    return options_parse(given, verb, argc, argv, error);
}

static void defaults(void **state) {
    (void)state;
    out error = memory_out();
    options given;

    assert_true(options_parse(&given, FOR_WAIT, 0, NULL, &error));
    assert_null(given.region);
    assert_null(given.endpoint);
    assert_int_equal(given.connect_ms, 10000);
    assert_int_equal(given.total_ms, 60000);
    assert_int_equal(given.interval_ms, 5000);
    assert_int_equal(given.timeout_ms, 0);
    assert_int_equal(given.stall_ms, 0);
    assert_int_equal(given.retries, 4);
    assert_int_equal(given.format, OUTPUT_TEXT);
    assert_int_equal(given.color, COLOR_AUTO);
    assert_int_equal(given.operand_count, 0);
}

/* Ids are of jobs that were not named, variables are those of one job, and checks are no rows. */
static void formats(void **state) {
    (void)state;
    static const char *const words[] = {"text", "json", "csv", "env", "ids"};
    static const struct {
        unsigned verb;
        bool has[COUNT(words)];
        const char *expected;
    } table[] = {
        {FOR_STATUS, {true, true, true, true, false}, "text, json, csv or env"},
        {FOR_WAIT, {true, true, true, true, false}, "text, json, csv or env"},
        {FOR_LIST, {true, true, true, false, true}, "text, json, csv or ids"},
        {FOR_START, {true, true, true, true, true}, ""},
        {FOR_COMMIT, {true, true, true, true, false}, "text, json, csv or env"},
        {FOR_ABORT, {true, true, true, true, false}, "text, json, csv or env"},
        {FOR_DOCTOR, {true, true, false, false, false}, "text or json"},
    };

    for (size_t i = 0; i < COUNT(table); i++) {
        for (size_t word = 0; word < COUNT(words); word++) {
            const char *arguments[ARGUMENTS] = {"-o", words[word]};
            bool has = table[i].has[word];
            out error = memory_out();
            options given;

            CHECK_EQUAL(parse(&given, table[i].verb, arguments, &error), has, table[i].expected);
            CHECK_EQUAL(given.format, has ? word : OUTPUT_TEXT, words[word]);
            CHECK(has || strstr(show(written(&error)), table[i].expected), show(written(&error)));
        }
    }
}

static void spellings(void **state) {
    (void)state;
    static const struct {
        const char *arguments[ARGUMENTS];
        int format;
        int verbose;
        bool quiet;
        const char *operands; /* joined by a space */
    } table[] = {
        {{"-o", "json", "a"}, OUTPUT_JSON, 0, false, "a"},
        {{"-ojson", "a"}, OUTPUT_JSON, 0, false, "a"},
        {{"--output", "json", "a"}, OUTPUT_JSON, 0, false, "a"},
        {{"--output=json", "a"}, OUTPUT_JSON, 0, false, "a"},
        {{"a", "-o", "csv", "b"}, OUTPUT_CSV, 0, false, "a b"},
        {{"-q", "-v", "-v"}, OUTPUT_TEXT, 2, true, ""},
        {{"-qv"}, OUTPUT_TEXT, 1, true, ""},
        {{"-vvq"}, OUTPUT_TEXT, 2, true, ""},
        {{"-qvo", "env", "a"}, OUTPUT_ENV, 1, true, "a"},
        {{"-qvoenv", "a"}, OUTPUT_ENV, 1, true, "a"},
        {{"-o", "json", "-o", "csv"}, OUTPUT_CSV, 0, false, ""},
        {{"-", "a"}, OUTPUT_TEXT, 0, false, "- a"},
        {{"--", "-q", "--output"}, OUTPUT_TEXT, 0, false, "-q --output"},
        {{"a", "--", "--", "b"}, OUTPUT_TEXT, 0, false, "a -- b"},
        {{"-q", "--", "a"}, OUTPUT_TEXT, 0, true, "a"},
        {{"--quiet", "--verbose", ""}, OUTPUT_TEXT, 1, true, ""},
    };

    for (size_t i = 0; i < COUNT(table); i++) {
        out error = memory_out();
        options given;
        char operands[256] = "";

        CHECK(parse(&given, FOR_STATUS, table[i].arguments, &error), show(written(&error)));
        CHECK_EQUAL(given.format, table[i].format, table[i].arguments[0]);
        CHECK_EQUAL(given.verbose, table[i].verbose, table[i].arguments[0]);
        CHECK_EQUAL(given.quiet, table[i].quiet, table[i].arguments[0]);
        for (size_t k = 0; k < given.operand_count; k++) {
            strcat(operands, k > 0 ? " " : "");
            strcat(operands, given.operands[k]);
        }
        assert_string_equal(operands, table[i].operands);
    }
}

static void values(void **state) {
    (void)state;
    static const char *const arguments[ARGUMENTS] = {
        "--region=r",   "--endpoint",      "e",  "--interval=0",   "--timeout", "0.5",     "--stall=2", "--resolve",
        "a:1:b",        "--resolve=c:2:d", "-6", "--token-file=-", "--proxy=",  "--pin=p", "--pin",     "q",
        "--clock-floor"};
    out error = memory_out();
    options given;

    assert_true(parse(&given, FOR_WAIT, arguments, &error));
    assert_string_equal(given.region, "r");
    assert_string_equal(given.endpoint, "e");
    assert_string_equal(given.token_file, "-");
    assert_int_equal(given.interval_ms, 0);
    assert_int_equal(given.timeout_ms, 500);
    assert_int_equal(given.stall_ms, 2000);
    assert_int_equal(given.resolve.count, 2);
    assert_string_equal(given.resolve.items[0], "a:1:b");
    assert_string_equal(given.resolve.items[1], "c:2:d");
    assert_int_equal(given.family, 2);
    assert_string_equal(given.proxy, "");
    assert_int_equal(given.pins.count, 2);
    assert_string_equal(given.pins.items[1], "q");
    assert_true(given.clock_floor);
}

static void refusals(void **state) {
    (void)state;
    static const struct {
        unsigned verb;
        const char *arguments[ARGUMENTS];
        const char *error;
    } table[] = {
        {FOR_STATUS, {"--bogus"}, "unknown option --bogus"},
        {FOR_STATUS, {"--regoin", "x"}, "unknown option --regoin (did you mean --region?)"},
        {FOR_STATUS, {"--time=1"}, "unknown option --time"},
        {FOR_WAIT, {"--time=1"}, "unknown option --time (did you mean --timeout?)"},
        {FOR_STATUS, {"--token=secret"}, "unknown option --token (did you mean --token-file?)"},
        {FOR_STATUS, {"--regio", "x"}, "unknown option --regio (did you mean --region?)"},
        {FOR_STATUS, {"-x"}, "unknown option -x"},
        {FOR_STATUS, {"-qx"}, "unknown option -x"},
        {FOR_STATUS, {"---"}, "unknown option ---"},
        {FOR_STATUS, {"--=x"}, "unknown option --"},
        {FOR_STATUS, {"--lst"}, "unknown option --lst"},
        {FOR_STATUS, {"--pin"}, "option --pin expects a value: sha256//BASE64"},
        {FOR_STATUS, {"--cert="}, "option --cert expects a value: FILE"},
        {FOR_STATUS, {"--proxy"}, "option --proxy expects a value: URL"},
        {FOR_STATUS,
         {"--insecure"},
         "unknown option --insecure (did you mean --cacert, with the certificate to trust?)"},
        {FOR_STATUS, {"-k"}, "unknown option -k (did you mean --cacert, with the certificate to trust?)"},
        {FOR_STATUS, {"-qk"}, "unknown option -k (did you mean --cacert, with the certificate to trust?)"},
        {FOR_STATUS, {"--json"}, "unknown option --json (did you mean -o json?)"},
        {FOR_STATUS, {"--interval", "1"}, "option --interval is for wait, list, start and commit only"},
        {FOR_WAIT, {"--exit-code"}, "option --exit-code is for status only"},
        {FOR_LIST, {"--timeout=1"}, "option --timeout is for wait, start and commit only"},
        {FOR_START, {"--state=Failed"}, "option --state is for wait and list only"},
        {FOR_STATUS, {"--all"}, "option --all is for wait and help only"},
        {FOR_WAIT, {"--watch"}, "option --watch is for list only"},
        {FOR_LIST, {"--files"}, "option --files is for status, wait, start, commit and abort only"},
        {FOR_LIST, {"--page-size=0"}, "option --page-size expects a number from 1 to 1000000, not '0'"},
        {FOR_STATUS, {"--collection=c"}, "option --collection is for wait, list and start only"},
        {FOR_LIST, {"--page=4294967296"}, "option --page expects a number from 1 to 4294967295, not '4294967296'"},
        {FOR_STATUS, {"--files=1"}, "option --files takes no value"},
        {FOR_STATUS, {"--region"}, "option --region expects a value: REGION"},
        {FOR_STATUS, {"--region="}, "option --region expects a value: REGION"},
        {FOR_STATUS, {"-o"}, "option -o expects text, json, csv or env"},
        {FOR_STATUS, {"-o", "xml"}, "option -o expects text, json, csv or env, not 'xml'"},
        {FOR_STATUS, {"-o", "jso"}, "option -o expects text, json, csv or env, not 'jso'"},
        {FOR_STATUS, {"-o=json"}, "option -o expects text, json, csv or env, not '=json'"},
        {FOR_STATUS, {"--tls-min=1.1"}, "option --tls-min expects 1.2 or 1.3, not '1.1'"},
        {FOR_STATUS,
         {"--color", "\x1b[31m"},
         "option --color expects auto, always or never, not '...', which has a control "
         "(U+001B) at character 1"},
        {FOR_STATUS, {"-region", "x"}, "unknown option -region (did you mean --region?)"},
        {FOR_STATUS, {"-output=json"}, "unknown option -output (did you mean --output?)"},
        {FOR_STATUS, {"-any"}, "unknown option -any"},
        {FOR_WAIT, {"-any"}, "unknown option -any (did you mean --any?)"},
        {FOR_STATUS,
         {"--clus\xe2\x80\x8bter", "x"},
         "unknown option --clus..., which has a zero-width space (U+200B) at "
         "character 7"},
        {FOR_STATUS,
         {"--retry=5\xc2\xa0"},
         "option --retry expects a number from 0 to 1000, not '5...', which has a "
         "no-break space (U+00A0) at character 2"},
        {FOR_STATUS,
         {"--retry=5 "},
         "option --retry expects a number from 0 to 1000, not '5 ', which has a space "
         "(U+0020) at character 2"},
        {FOR_STATUS, {"--retry=1001"}, "option --retry expects a number from 0 to 1000, not '1001'"},
        {FOR_STATUS, {"--retry=-1"}, "option --retry expects a number from 0 to 1000, not '-1'"},
        {FOR_STATUS,
         {"--max-time=0"},
         "option --max-time expects a time such as 10, 500ms or 1h30m, above 0 and up to 1000000 s, not '0'"},
        {FOR_WAIT,
         {"--interval=x"},
         "option --interval expects a time such as 5, 500ms or 1h30m, from 0 to 1000000 s, not 'x'"},
        {FOR_STATUS, {"a", "b", "--nope", "-h"}, "unknown option --nope"},
    };

    for (size_t i = 0; i < COUNT(table); i++) {
        out error = memory_out();
        options given;

        CHECK(!parse(&given, table[i].verb, table[i].arguments, &error), table[i].error);
        CHECK_VIEW(written(&error), zimport_view_of(table[i].error), table[i].arguments[0]);
    }
}

static void help_ends_the_reading(void **state) {
    (void)state;
    static const char *const arguments[ARGUMENTS] = {"a", "--help", "--bogus"};
    out error = memory_out();
    options given;

    assert_true(parse(&given, FOR_STATUS, arguments, &error));
    assert_true(given.help);
}

static void too_many(void **state) {
    (void)state;
    static char argument[] = "--resolve=a:1:b";
    char *argv[OPTIONS_LIST_MAX + 1];
    out error = memory_out();
    options given;

    for (size_t i = 0; i < COUNT(argv); i++) {
        argv[i] = argument;
    }
    assert_true(options_parse(&given, FOR_STATUS, OPTIONS_LIST_MAX, argv, &error));
    assert_false(options_parse(&given, FOR_STATUS, OPTIONS_LIST_MAX + 1, argv, &error));
    CHECK_VIEW(written(&error), VIEW("option --resolve was given more than 16 times"), "resolve");
}

/* What the parser relies on, and the help texts. */
static void the_table(void **state) {
    (void)state;
    for (size_t i = 0; i < option_count; i++) {
        const option *o = &option_table[i];

        assert_true(o->name || o->letter);
        assert_non_null(o->help);
        assert_int_equal(o->common & ~o->verbs, 0);
        assert_true(o->where < sizeof(options));
        assert_true((o->kind <= OPTION_CONST) == (o->value == NULL));
        for (size_t k = 0; k < i; k++) {
            assert_true(!o->name || !option_table[k].name || strcmp(o->name, option_table[k].name) != 0);
            assert_true(!o->letter || o->letter != option_table[k].letter);
        }
    }
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(defaults), cmocka_unit_test(formats),   cmocka_unit_test(spellings),
        cmocka_unit_test(values),   cmocka_unit_test(refusals),  cmocka_unit_test(help_ends_the_reading),
        cmocka_unit_test(too_many), cmocka_unit_test(the_table),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
