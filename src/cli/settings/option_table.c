/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/settings/options.h"

#define AT(member) offsetof(options, member)

/* Limits in seconds: what fits the library's 32-bit milliseconds, and about three years. */
#define REQUEST_MOST 1000000
#define WAIT_MOST 100000000

const char *const option_groups[GROUP_COUNT] = {"Where to ask", "Which jobs", "What to import",
                                                "Connection",   "Following",  "Output"};

const option option_table[] = {
    {"region", "REGION", 0, OPTION_TEXT, GROUP_WHERE, FOR_ASKING, AT(region), 0, NULL, "ZIMPORT_REGION",
     "Zilliz Cloud region id such as gcp-us-west1: dialect v1 at the controller of that region"},
    {"cn", NULL, 0, OPTION_FLAG, GROUP_WHERE, FOR_ASKING, AT(cn), 0, NULL, NULL, "the hosts of the China cloud"},
    {"endpoint", "URL", 0, OPTION_TEXT, GROUP_WHERE, FOR_ASKING, AT(endpoint), 0, NULL, "ZIMPORT_ENDPOINT",
     "base URL instead of --region: [http://|https://]HOST[:PORT][/PREFIX]"},
    {"api", "v1|v2|milvus", 0, OPTION_TEXT, GROUP_WHERE, FOR_ASKING, AT(api), 0, NULL, "ZIMPORT_API",
     "dialect; by default v1 with --region or a host that starts with controller., v2 for api.cloud.zilliz.com, else "
     "milvus. v2 needs no endpoint"},
    {"cluster", "ID", 0, OPTION_TEXT, GROUP_WHERE, FOR_ASKING, AT(cluster), 0, NULL, "ZIMPORT_CLUSTER",
     "cluster id such as in01-6e64b4d2870ae54; v1 and v2 need it"},
    {"db", "NAME", 0, OPTION_TEXT, GROUP_WHERE, FOR_ASKING, AT(database), 0, NULL, "ZIMPORT_DB",
     "database (v2, milvus)"},
    {"collection", "NAME", 0, OPTION_TEXT, GROUP_WHERE, FOR_LIST | FOR_START, AT(collection), 0, NULL, NULL,
     "start: the collection that the rows go to; list: only jobs of that one"},
    {"path", "PATH", 0, OPTION_TEXT, GROUP_WHERE, FOR_JOBS, AT(path), 0, NULL, NULL,
     "path to ask for a job's progress, instead of those that the dialect knows"},
    {"token-file", "FILE", 0, OPTION_TEXT, GROUP_WHERE, FOR_ASKING, AT(token_file), 0, NULL, "ZILLIZ_API_KEY",
     "file with the API key, - for standard input; the environment variable holds the key itself"},
    {"allow-plaintext-token", NULL, 0, OPTION_FLAG, GROUP_WHERE, FOR_ASKING, AT(allow_plaintext_token), 0, NULL, NULL,
     "send the key, and those of an object store, over http:// to another machine, too"},

    {"state", "STATE", 0, OPTION_LIST, GROUP_LIST, FOR_LIST, AT(states), 0, NULL, NULL,
     "only jobs in this state: Pending, Importing, Uncommitted, Completed, Failed, Cancelled or Unknown; may be "
     "repeated"},
    {"page", "N", 0, OPTION_ORDINAL, GROUP_LIST, FOR_LIST, AT(page), 4294967295, NULL, NULL,
     "only this page, from 1; else all of them"},
    {"page-size", "N", 0, OPTION_ORDINAL, GROUP_LIST, FOR_LIST, AT(page_size), 1000000, NULL, NULL,
     "only one page, of so many jobs"},

    {"partition", "NAME", 0, OPTION_TEXT, GROUP_START, FOR_START, AT(partition), 0, NULL, NULL,
     "partition of the collection"},
    {"group", NULL, 0, OPTION_FLAG, GROUP_START, FOR_START, AT(group), 0, NULL, NULL,
     "the files belong together, as those of NumPy do (v2, milvus); else each is one of its own"},
    {"access-key-file", "FILE", 0, OPTION_TEXT, GROUP_START, FOR_START, AT(access_key_file), 0, NULL,
     "AWS_ACCESS_KEY_ID", "file with the access key of the object store (v1, v2)"},
    {"secret-key-file", "FILE", 0, OPTION_TEXT, GROUP_START, FOR_START, AT(secret_key_file), 0, NULL,
     "AWS_SECRET_ACCESS_KEY", "file with its secret key"},
    {"session-token-file", "FILE", 0, OPTION_TEXT, GROUP_START, FOR_START, AT(session_token_file), 0, NULL,
     "AWS_SESSION_TOKEN", "file with the session token of temporary keys (v2)"},
    {"option", "KEY=VALUE", 0, OPTION_LIST, GROUP_START, FOR_START, AT(settings), 0, NULL, NULL,
     "an option of the import (v2, milvus); may be repeated"},
    {"wait", NULL, 0, OPTION_FLAG, GROUP_START, FOR_START, AT(wait), 0, NULL, NULL, "go on as wait does"},

    {"cacert", "FILE", 0, OPTION_TEXT, GROUP_CONNECTION, FOR_ASKING, AT(cacert), 0, "the system's bundle", NULL,
     "PEM file with the certificates to trust"},
    {"pin", "sha256//BASE64", 0, OPTION_LIST, GROUP_CONNECTION, FOR_ASKING, AT(pins), 0, NULL, NULL,
     "the server's public key must have this digest; may be repeated"},
    {"cert", "FILE", 0, OPTION_TEXT, GROUP_CONNECTION, FOR_ASKING, AT(cert), 0, NULL, NULL,
     "client certificate, PEM; with its private key where --key is not given"},
    {"key", "FILE", 0, OPTION_TEXT, GROUP_CONNECTION, FOR_ASKING, AT(key), 0, NULL, NULL,
     "private key of the client certificate, PEM, not encrypted"},
    {"tls-min", "1.2|1.3", 0, OPTION_CHOICE, GROUP_CONNECTION, FOR_ASKING, AT(tls_min), 0, "1.2", NULL,
     "lowest TLS version"},
    {"tls-session", "FILE", 0, OPTION_TEXT, GROUP_CONNECTION, FOR_ASKING, AT(tls_session), 0, NULL, NULL,
     "resume TLS across runs: a secret file of this program"},
    {"clock-floor", NULL, 0, OPTION_FLAG, GROUP_CONNECTION, FOR_ASKING, AT(clock_floor), 0, NULL, NULL,
     "with a clock before this program's build date, judge certificates by that date"},
    {"proxy", "URL", 0, OPTION_MAYBE, GROUP_CONNECTION, FOR_ASKING, AT(proxy), 0, NULL, "HTTPS_PROXY, HTTP_PROXY",
     "HTTP proxy: [http://][USER:PASSWORD@]HOST[:PORT]; not for what NO_PROXY lists"},
    {"resolve", "HOST:PORT:ADDR", 0, OPTION_LIST, GROUP_CONNECTION, FOR_ASKING, AT(resolve), 0, NULL, NULL,
     "use this address for that host and port; may be repeated"},
    {NULL, NULL, '4', OPTION_CONST, GROUP_CONNECTION, FOR_ASKING, AT(family), 1, NULL, NULL, "IPv4 only"},
    {NULL, NULL, '6', OPTION_CONST, GROUP_CONNECTION, FOR_ASKING, AT(family), 2, NULL, NULL, "IPv6 only"},
    {"connect-timeout", "SECONDS", 0, OPTION_SECONDS, GROUP_CONNECTION, FOR_ASKING, AT(connect_ms), REQUEST_MOST, "10",
     NULL, "time to open a connection, TLS included"},
    {"max-time", "SECONDS", 0, OPTION_SECONDS, GROUP_CONNECTION, FOR_ASKING, AT(total_ms), REQUEST_MOST, "60", NULL,
     "time for one request"},
    {"retry", "N", 0, OPTION_NUMBER, GROUP_CONNECTION, FOR_ASKING, AT(retries), 1000, "4", NULL,
     "tries after the first, with growing random pauses"},

    {"interval", "SECONDS", 0, OPTION_PAUSE, GROUP_FOLLOWING, FOR_FOLLOWING, AT(interval_ms), REQUEST_MOST, "5", NULL,
     "pause between two questions about a job, more or less: longer while nothing moves, shorter near the end"},
    {"timeout", "SECONDS", 0, OPTION_SECONDS, GROUP_FOLLOWING, FOR_FOLLOWING, AT(timeout_ms), WAIT_MOST, "none", NULL,
     "give up after so long"},
    {"stall", "SECONDS", 0, OPTION_SECONDS, GROUP_FOLLOWING, FOR_FOLLOWING, AT(stall_ms), WAIT_MOST, "none", NULL,
     "give up when no job has moved for so long"},
    {"any", NULL, 0, OPTION_FLAG, GROUP_FOLLOWING, FOR_WAIT, AT(any), 0, NULL, NULL, "end when the first job ends"},

    {"output", "text|json|csv|env", 'o', OPTION_CHOICE, GROUP_OUTPUT, FOR_ASKING, AT(format), 0, "text", NULL,
     "format of the results"},
    {"files", NULL, 0, OPTION_FLAG, GROUP_OUTPUT, FOR_JOBS, AT(files), 0, NULL, NULL, "the row of every file, too"},
    {"exit-code", NULL, 0, OPTION_FLAG, GROUP_OUTPUT, FOR_STATUS, AT(exit_code), 0, NULL, NULL,
     "tell by the exit status how the jobs stand"},
    {"quiet", NULL, 'q', OPTION_FLAG, GROUP_OUTPUT, FOR_ASKING, AT(quiet), 0, NULL, NULL,
     "no progress, notes or warnings"},
    {"verbose", NULL, 'v', OPTION_COUNT, GROUP_OUTPUT, FOR_ASKING, AT(verbose), 0, NULL, NULL,
     "tell on stderr what happens; twice: with the heads of requests and replies"},
    {"no-progress", NULL, 0, OPTION_FLAG, GROUP_OUTPUT, FOR_JOBS, AT(no_progress), 0, NULL, NULL,
     "no progress bar and no progress lines"},
    {"color", "auto|always|never", 0, OPTION_CHOICE, GROUP_OUTPUT, FOR_ASKING, AT(color), 0, "auto", "NO_COLOR",
     "colours; any NO_COLOR in the environment turns them off for auto"},
    {"help", NULL, 'h', OPTION_FLAG, GROUP_OUTPUT, FOR_ALL, AT(help), 0, NULL, NULL, "this text"},
};

const size_t option_count = sizeof option_table / sizeof option_table[0];
