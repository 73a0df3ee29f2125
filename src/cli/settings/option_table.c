/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/settings/options.h"

#define AT(member) offsetof(options, member)

const uint32_t option_limits[] = {
    [RETRIES_MOST] = 1000, [REQUEST_MOST] = 1000000, [WAIT_MOST] = 100000000, [PAGE_MOST] = UINT32_MAX};

const char *const option_groups[GROUP_COUNT] = {"Where to ask", "Which jobs", "What to import",
                                                "Connection",   "Following",  "Output"};

/* The dialects that have an option, said where there are others. */
#if BUILT_V1 && BUILT_V2
#define ON_CLOUD " (v1, v2)"
#define REGION_HELP " (v1; v2 with --project)"
#define CLUSTER_HELP "required by v1, and by v2 without --project"
#elif BUILT_V2
#define ON_CLOUD BY_V2
#define REGION_HELP ", with --project" BY_V2
#define CLUSTER_HELP "required without --project" BY_V2
#else
#define ON_CLOUD BY_V1
#define REGION_HELP BY_V1
#define CLUSTER_HELP "required" BY_V1
#endif
#if BUILT_V2 && BUILT_MILVUS
#define POSTED " (v2, milvus)"
#elif BUILT_V2
#define POSTED BY_V2
#else
#define POSTED BY_MILVUS
#endif
#if BUILT_V1 + BUILT_V2 + BUILT_MILVUS > 1
#define BY_V1 " (v1)"
#define BY_V2 " (v2)"
#define BY_MILVUS " (milvus)"
#else
#define BY_V1 ""
#define BY_V2 ""
#define BY_MILVUS ""
#endif
#if BUILT_EVERY_DIALECT
#define API_HELP "dialect; by default v1 with --region or a host controller.*, v2 for api.cloud.zilliz.com, else milvus"
#else
#define API_HELP "dialect; by default the one that the endpoint belongs to"
#endif
#if BUILT_CLOUD
#define ENDPOINT_HELP "; overrides --region"
#else
#define ENDPOINT_HELP ""
#endif
#if BUILT_LIST && BUILT_START
#define COLLECTION_HELP "collection to import into; list, wait: only its jobs"
#elif BUILT_LIST
#define COLLECTION_HELP "only jobs of this collection"
#else
#define COLLECTION_HELP "collection to import into"
#endif

#if BUILT_WAIT_ALL
#define ALL_JOBS FOR_WAIT
#define ALL_HELP "wait: all jobs that have not ended; help: every option"
#else
#define ALL_JOBS 0
#define ALL_HELP "every option"
#endif

const char option_states[] =
    "only jobs in this state: Pending, Importing, Uncommitted, Completed, Failed, Cancelled or Unknown";

const option option_table[] = {
#if BUILT_CONFIG
    {"profile", "NAME", 0, OPTION_TEXT, GROUP_WHERE, 0, 0, FOR_ASKING, AT(profile), "ZIMPORT_PROFILE",
     "section of the configuration file: zimport help config"},
#endif
#if BUILT_CLOUD
    {"region", "REGION", 0, OPTION_TEXT, GROUP_WHERE, 0, FOR_JOBS | FOR_DOCTOR, FOR_ASKING, AT(region),
     "ZIMPORT_REGION", "Zilliz Cloud region such as gcp-us-west1" REGION_HELP},
    {"cn", NULL, 0, OPTION_FLAG, GROUP_WHERE, 0, 0, FOR_ASKING, AT(cn), NULL, "use the China cloud's hosts"},
#endif
    {"endpoint", "URL", 0, OPTION_TEXT, GROUP_WHERE, 0, FOR_ASKING, FOR_ASKING, AT(endpoint), "ZIMPORT_ENDPOINT",
     "base URL: [http://|https://]HOST[:PORT][/PREFIX]" ENDPOINT_HELP},
    {"api", BUILT_DIALECTS, 0, OPTION_TEXT, GROUP_WHERE, 0, 0, FOR_ASKING, AT(api), "ZIMPORT_API", API_HELP},
#if BUILT_CLOUD
    {"cluster", "ID", 0, OPTION_TEXT, GROUP_WHERE, 0, FOR_ASKING, FOR_ASKING, AT(cluster), "ZIMPORT_CLUSTER",
     "cluster id such as in01-6e64b4d2870ae54; " CLUSTER_HELP},
#endif
#if BUILT_V2
    {"project", "ID", 0, OPTION_TEXT, GROUP_WHERE, 0, 0, FOR_ASKING, AT(project), "ZIMPORT_PROJECT",
     "project id, with its region as --region, instead of --cluster" BY_V2},
#endif
#if BUILT_POSTED
    {"db", "NAME", 0, OPTION_TEXT, GROUP_WHERE, 0, 0, FOR_ASKING, AT(database), "ZIMPORT_DB", "database" POSTED},
#endif
#if BUILT_LIST || BUILT_START
    {"collection", "NAME", 0, OPTION_TEXT, GROUP_WHERE, 0, FOR_START, FOR_LISTING | FOR_START, AT(collection), NULL,
     COLLECTION_HELP},
#endif
    {"path", "PATH", 0, OPTION_TEXT, GROUP_WHERE, 0, 0, FOR_JOBS, AT(path), NULL, "path of the progress request"},
    {"token-file", "FILE", 0, OPTION_TEXT, GROUP_WHERE, 0, FOR_ASKING, FOR_ASKING, AT(token_file), "ZILLIZ_API_KEY",
     "file with the API key, - for standard input; the variable holds the key itself"},
    {"allow-plaintext-token", NULL, 0, OPTION_FLAG, GROUP_WHERE, 0, 0, FOR_ASKING, AT(allow_plaintext_token), NULL,
     "send keys over http:// to other machines, too"},

#if BUILT_LIST
    {"state", "STATE", 0, OPTION_LIST, GROUP_LIST, 0, FOR_LIST, FOR_LISTING, AT(states), NULL, option_states},
    {"page", "N", 0, OPTION_ORDINAL, GROUP_LIST, PAGE_MOST, 0, FOR_LIST, AT(page), NULL, "only this page, from 1"},
    {"page-size", "N", 0, OPTION_ORDINAL, GROUP_LIST, REQUEST_MOST, 0, FOR_LIST, AT(page_size), NULL,
     "only one page, of N jobs; else all pages"},
    {"watch", NULL, 0, OPTION_FLAG, GROUP_LIST, 0, FOR_LIST, FOR_LIST, AT(watch), NULL, "ask again every --interval"},
#endif

#if BUILT_START
    {"partition", "NAME", 0, OPTION_TEXT, GROUP_START, 0, 0, FOR_START, AT(partition), NULL,
     "partition of the collection"},
#if BUILT_POSTED
    {"group", NULL, 0, OPTION_FLAG, GROUP_START, 0, 0, FOR_START, AT(group), NULL,
     "the files form one group, as NumPy's do" POSTED},
#endif
#if BUILT_V2
    {"volume", "NAME", 0, OPTION_TEXT, GROUP_START, 0, 0, FOR_START, AT(volume), NULL,
     "the files are paths in this volume" BY_V2},
#endif
#if BUILT_CLOUD
    {"access-key-file", "FILE", 0, OPTION_TEXT, GROUP_START, 0, 0, FOR_START, AT(access_key_file), "AWS_ACCESS_KEY_ID",
     "file with the access key of the object store" ON_CLOUD},
    {"secret-key-file", "FILE", 0, OPTION_TEXT, GROUP_START, 0, 0, FOR_START, AT(secret_key_file),
     "AWS_SECRET_ACCESS_KEY", "file with its secret key"},
#endif
#if BUILT_V2
    {"session-token-file", "FILE", 0, OPTION_TEXT, GROUP_START, 0, 0, FOR_START, AT(session_token_file),
     "AWS_SESSION_TOKEN", "file with the session token of temporary keys" BY_V2},
#endif
#if BUILT_POSTED
    {"option", "KEY=VALUE", 0, OPTION_LIST, GROUP_START, 0, 0, FOR_START, AT(settings), NULL,
     "an option of the import such as timeout=3h" POSTED},
    {"idempotency-key", "KEY|auto", 0, OPTION_TEXT, GROUP_START, 0, 0, FOR_START, AT(idempotency_key), NULL,
     "start one import, however often it is sent; the service must honour it: Milvus from 2.6.24 or 3.0.2 on"},
#endif
#endif

    {"cacert", "FILE", 0, OPTION_TEXT, GROUP_CONNECTION, 0, 0, FOR_ASKING, AT(cacert), "the system's bundle",
     "PEM file with the certificates to trust"},
#if BUILT_PIN
    {"pin", "sha256//BASE64", 0, OPTION_LIST, GROUP_CONNECTION, 0, 0, FOR_ASKING, AT(pins), NULL,
     "digest of the server's public key"},
#endif
#if BUILT_CLIENT_CERTIFICATE
    {"cert", "FILE", 0, OPTION_TEXT, GROUP_CONNECTION, 0, 0, FOR_ASKING, AT(cert), NULL,
     "client certificate, PEM; with its key unless --key is given"},
    {"key", "FILE", 0, OPTION_TEXT, GROUP_CONNECTION, 0, 0, FOR_ASKING, AT(key), NULL,
     "its private key, PEM, not encrypted"},
#endif
    {"tls-min", "1.2|1.3", 0, OPTION_CHOICE, GROUP_CONNECTION, 0, 0, FOR_ASKING, AT(tls_min), "1.2",
     "lowest TLS version"},
#if BUILT_TLS_SESSION
    {"tls-session", "FILE", 0, OPTION_TEXT, GROUP_CONNECTION, 0, 0, FOR_ASKING, AT(tls_session), NULL,
     "secret file for resuming TLS in later runs"},
#endif
    {"clock-floor", NULL, 0, OPTION_FLAG, GROUP_CONNECTION, 0, 0, FOR_ASKING, AT(clock_floor), NULL,
     "use the build date if the clock is earlier"},
#if BUILT_HTTP_PROXY
    {"proxy", "URL", 0, OPTION_MAYBE, GROUP_CONNECTION, 0, 0, FOR_ASKING, AT(proxy), "HTTPS_PROXY, HTTP_PROXY",
     "HTTP proxy: [http://][USER:PASSWORD@]HOST[:PORT]; not for what NO_PROXY lists"},
#endif
    {"resolve", "HOST:PORT:ADDR", 0, OPTION_LIST, GROUP_CONNECTION, 0, 0, FOR_ASKING, AT(resolve), NULL,
     "address for that host and port"},
    {NULL, NULL, '4', OPTION_CONST, GROUP_CONNECTION, 1, 0, FOR_ASKING, AT(family), NULL, "IPv4 only"},
    {NULL, NULL, '6', OPTION_CONST, GROUP_CONNECTION, 2, 0, FOR_ASKING, AT(family), NULL, "IPv6 only"},
    {"connect-timeout", "TIME", 0, OPTION_SECONDS, GROUP_CONNECTION, REQUEST_MOST, 0, FOR_ASKING, AT(connect_ms), "10",
     "time to open a connection, TLS included"},
    {"max-time", "TIME", 0, OPTION_SECONDS, GROUP_CONNECTION, REQUEST_MOST, 0, FOR_ASKING, AT(total_ms), "60",
     "time for one request"},
    {"retry", "N", 0, OPTION_NUMBER, GROUP_CONNECTION, RETRIES_MOST, 0, FOR_RETRYING, AT(retries), "4",
     "retries, with growing random pauses"},

#if BUILT_START || BUILT_DECIDING
    {"wait", NULL, 0, OPTION_FLAG, GROUP_FOLLOWING, 0, FOR_START | FOR_COMMIT, FOR_START | FOR_COMMIT, AT(wait), NULL,
     "then follow the job as wait does"},
#endif
#if BUILT_FOLLOWING || BUILT_LIST
    {"interval", "TIME", 0, OPTION_PAUSE, GROUP_FOLLOWING, REQUEST_MOST, 0, FOR_FOLLOWING | FOR_LIST, AT(interval_ms),
     "5", "approximate time between two polls"},
#endif
#if BUILT_FOLLOWING
    {"timeout", "TIME", 0, OPTION_SECONDS, GROUP_FOLLOWING, WAIT_MOST, FOR_WAIT, FOR_FOLLOWING, AT(timeout_ms), "none",
     "give up after this time"},
    {"stall", "TIME", 0, OPTION_SECONDS, GROUP_FOLLOWING, WAIT_MOST, 0, FOR_FOLLOWING, AT(stall_ms), "none",
     "give up when no job has changed for this time"},
#endif
#if BUILT_WAIT
    {"any", NULL, 0, OPTION_FLAG, GROUP_FOLLOWING, 0, FOR_WAIT, FOR_WAIT, AT(any), NULL, "end when the first job ends"},
#endif
#if BUILT_HOOK && BUILT_FOLLOWING
    {"hook", "PROGRAM", 0, OPTION_TEXT, GROUP_FOLLOWING, 0, 0, FOR_FOLLOWING, AT(hook), NULL,
     "run PROGRAM change|end as a job changes its state or ends"},
#endif
#if BUILT_POSTED && (BUILT_WAIT || BUILT_START)
    {"for", "completed|uncommitted", 0, OPTION_CHOICE, GROUP_FOLLOWING, 0, 0, FOR_WAIT | FOR_START, AT(goal),
     "completed", "uncommitted: that is a good end, too"},
#endif

    {"output", BUILT_FORMATS, 'o', OPTION_CHOICE, GROUP_OUTPUT, 0, FOR_ASKING, FOR_ASKING, AT(format), BUILT_FORMAT,
     "format of the results"},
#if BUILT_TEXT || BUILT_JSON || BUILT_CSV
    {"files", NULL, 0, OPTION_FLAG, GROUP_OUTPUT, 0, FOR_STATUS, FOR_JOBS, AT(files), NULL, "also a row for each file"},
#endif
#if BUILT_WRITE
    {"write", "FORMAT:FILE", 0, OPTION_LIST, GROUP_OUTPUT, 0, 0, FOR_STATUS | FOR_WAIT | FOR_LIST | FOR_START,
     AT(writes), NULL, "keep a picture of all jobs in a file: json, prom (Prometheus) or html"},
#endif
#if BUILT_STATUS
    {"exit-code", NULL, 0, OPTION_FLAG, GROUP_OUTPUT, 0, FOR_STATUS, FOR_STATUS, AT(exit_code), NULL,
     "exit status tells the jobs' states"},
#endif
    {"quiet", NULL, 'q', OPTION_FLAG, GROUP_OUTPUT, 0, 0, FOR_ASKING, AT(quiet), NULL,
     "no progress, notes or warnings"},
#if BUILT_VERBOSE
    {"verbose", NULL, 'v', OPTION_COUNT, GROUP_OUTPUT, 0, 0, FOR_ASKING, AT(verbose), NULL,
     "log to stderr; twice: with all headers"},
#endif
#if BUILT_FOLLOWING
    {"no-progress", NULL, 0, OPTION_FLAG, GROUP_OUTPUT, 0, 0, FOR_JOBS, AT(no_progress), NULL,
     "no progress bar or lines"},
#endif
#if BUILT_TEXT || BUILT_BARS
    {"color", "auto|always|never", 0, OPTION_CHOICE, GROUP_OUTPUT, 0, 0, FOR_ASKING, AT(color), "NO_COLOR",
     "colours; auto, which is the default: on a terminal"},
#endif
    {"all", NULL, 0, OPTION_FLAG, GROUP_OUTPUT, 0, FOR_HELP | ALL_JOBS, FOR_HELP | ALL_JOBS, AT(all), NULL, ALL_HELP},
    {"help", NULL, 'h', OPTION_FLAG, GROUP_OUTPUT, 0, 0, FOR_ALL, AT(help), NULL, "this text"},
};

const size_t option_count = sizeof option_table / sizeof option_table[0];

const char *options_words(const option *o, unsigned verb) {
    if (o->where != offsetof(options, format)) {
        return o->value;
    }
    if (verb == FOR_DOCTOR) {
        return BUILT_FORMATS_OF_DOCTOR;
    }
    if (verb == FOR_LIST) {
        return BUILT_FORMATS_OF_LIST;
    }
    return verb & FOR_START ? o->value : BUILT_FORMATS_OF_JOBS;
}

/* The build fails if options.levels has too few. */
typedef char options_fit[sizeof option_table / sizeof option_table[0] <= OPTIONS_MOST ? 1 : -1];
