/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/options.h"

#define AT(member) offsetof(options, member)

/* Limits in seconds: what fits the library's 32-bit milliseconds, and about three years. */
#define REQUEST_MOST 1000000
#define WAIT_MOST 100000000

const char *const option_groups[GROUP_COUNT] = {"Where to ask", "Connection", "Following", "Output"};

const option option_table[] = {
    {"region", 0, "REGION", OPTION_TEXT, GROUP_WHERE, FOR_BOTH, AT(region), 0, NULL, "ZIMPORT_REGION",
     "Zilliz Cloud region id such as gcp-us-west1: dialect v1 at the controller of that region"},
    {"cn", 0, NULL, OPTION_FLAG, GROUP_WHERE, FOR_BOTH, AT(cn), 0, NULL, NULL, "the hosts of the China cloud"},
    {"endpoint", 0, "URL", OPTION_TEXT, GROUP_WHERE, FOR_BOTH, AT(endpoint), 0, NULL, "ZIMPORT_ENDPOINT",
     "base URL instead of --region: [http://|https://]HOST[:PORT][/PREFIX]"},
    {"api", 0, "v1", OPTION_TEXT, GROUP_WHERE, FOR_BOTH, AT(api), 0, NULL, "ZIMPORT_API",
     "dialect; v1 goes without saying with --region and with a host that starts with controller."},
    {"cluster", 0, "ID", OPTION_TEXT, GROUP_WHERE, FOR_BOTH, AT(cluster), 0, NULL, "ZIMPORT_CLUSTER",
     "cluster id such as in01-6e64b4d2870ae54"},
    {"token-file", 0, "FILE", OPTION_TEXT, GROUP_WHERE, FOR_BOTH, AT(token_file), 0, NULL, "ZILLIZ_API_KEY",
     "file with the API key, - for standard input; the environment variable holds the key itself"},
    {"allow-plaintext-token", 0, NULL, OPTION_FLAG, GROUP_WHERE, FOR_BOTH, AT(allow_plaintext_token), 0, NULL, NULL,
     "send the key over http:// to another machine, too"},

    {"cacert", 0, "FILE", OPTION_TEXT, GROUP_CONNECTION, FOR_BOTH, AT(cacert), 0, "the system's bundle", NULL,
     "PEM file with the certificates to trust"},
    {"pin", 0, "sha256//BASE64", OPTION_LIST, GROUP_CONNECTION, FOR_BOTH, AT(pins), 0, NULL, NULL,
     "the server's public key must have this digest; may be repeated"},
    {"cert", 0, "FILE", OPTION_TEXT, GROUP_CONNECTION, FOR_BOTH, AT(cert), 0, NULL, NULL,
     "client certificate, PEM; with its private key where --key is not given"},
    {"key", 0, "FILE", OPTION_TEXT, GROUP_CONNECTION, FOR_BOTH, AT(key), 0, NULL, NULL,
     "private key of the client certificate, PEM, not encrypted"},
    {"tls-min", 0, "1.2|1.3", OPTION_CHOICE, GROUP_CONNECTION, FOR_BOTH, AT(tls_min), 0, "1.2", NULL,
     "lowest TLS version"},
    {"tls-session", 0, "FILE", OPTION_TEXT, GROUP_CONNECTION, FOR_BOTH, AT(tls_session), 0, NULL, NULL,
     "resume TLS across runs: a secret file of this program"},
    {"clock-floor", 0, NULL, OPTION_FLAG, GROUP_CONNECTION, FOR_BOTH, AT(clock_floor), 0, NULL, NULL,
     "with a clock before this program's build date, judge certificates by that date"},
    {"proxy", 0, "URL", OPTION_MAYBE, GROUP_CONNECTION, FOR_BOTH, AT(proxy), 0, NULL, "HTTPS_PROXY, HTTP_PROXY",
     "HTTP proxy: [http://][USER:PASSWORD@]HOST[:PORT]; not for what NO_PROXY lists"},
    {"resolve", 0, "HOST:PORT:ADDR", OPTION_LIST, GROUP_CONNECTION, FOR_BOTH, AT(resolve), 0, NULL, NULL,
     "use this address for that host and port; may be repeated"},
    {NULL, '4', NULL, OPTION_CONST, GROUP_CONNECTION, FOR_BOTH, AT(family), 1, NULL, NULL, "IPv4 only"},
    {NULL, '6', NULL, OPTION_CONST, GROUP_CONNECTION, FOR_BOTH, AT(family), 2, NULL, NULL, "IPv6 only"},
    {"connect-timeout", 0, "SECONDS", OPTION_SECONDS, GROUP_CONNECTION, FOR_BOTH, AT(connect_ms), REQUEST_MOST, "10",
     NULL, "time to open a connection, TLS included"},
    {"max-time", 0, "SECONDS", OPTION_SECONDS, GROUP_CONNECTION, FOR_BOTH, AT(total_ms), REQUEST_MOST, "60", NULL,
     "time for one request"},
    {"retry", 0, "N", OPTION_NUMBER, GROUP_CONNECTION, FOR_BOTH, AT(retries), 1000, "4", NULL,
     "tries after the first, with growing random pauses"},

    {"interval", 0, "SECONDS", OPTION_PAUSE, GROUP_FOLLOWING, FOR_WAIT, AT(interval_ms), REQUEST_MOST, "5", NULL,
     "pause between two questions about a job"},
    {"timeout", 0, "SECONDS", OPTION_SECONDS, GROUP_FOLLOWING, FOR_WAIT, AT(timeout_ms), WAIT_MOST, "none", NULL,
     "give up after so long"},
    {"stall", 0, "SECONDS", OPTION_SECONDS, GROUP_FOLLOWING, FOR_WAIT, AT(stall_ms), WAIT_MOST, "none", NULL,
     "give up when no job has moved for so long"},
    {"any", 0, NULL, OPTION_FLAG, GROUP_FOLLOWING, FOR_WAIT, AT(any), 0, NULL, NULL, "end when the first job ends"},

    {"output", 'o', "text|json|csv|env", OPTION_CHOICE, GROUP_OUTPUT, FOR_BOTH, AT(format), 0, "text", NULL,
     "format of the results"},
    {"files", 0, NULL, OPTION_FLAG, GROUP_OUTPUT, FOR_BOTH, AT(files), 0, NULL, NULL, "the row of every file, too"},
    {"exit-code", 0, NULL, OPTION_FLAG, GROUP_OUTPUT, FOR_STATUS, AT(exit_code), 0, NULL, NULL,
     "tell by the exit status how the jobs stand"},
    {"quiet", 'q', NULL, OPTION_FLAG, GROUP_OUTPUT, FOR_BOTH, AT(quiet), 0, NULL, NULL,
     "no progress, notes or warnings"},
    {"verbose", 'v', NULL, OPTION_COUNT, GROUP_OUTPUT, FOR_BOTH, AT(verbose), 0, NULL, NULL,
     "tell on stderr what happens; twice: with the heads of requests and replies"},
    {"no-progress", 0, NULL, OPTION_FLAG, GROUP_OUTPUT, FOR_BOTH, AT(no_progress), 0, NULL, NULL,
     "no progress bar and no progress lines"},
    {"color", 0, "auto|always|never", OPTION_CHOICE, GROUP_OUTPUT, FOR_BOTH, AT(color), 0, "auto", "NO_COLOR",
     "colours; any NO_COLOR in the environment turns them off for auto"},
    {"help", 'h', NULL, OPTION_FLAG, GROUP_OUTPUT, FOR_ALL, AT(help), 0, NULL, NULL, "this text"},
};

const size_t option_count = sizeof option_table / sizeof option_table[0];
