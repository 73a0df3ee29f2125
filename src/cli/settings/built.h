/* SPDX-License-Identifier: Apache-2.0 */
/* What is built in. The words given to make (DIALECTS=, VERBS=, FORMATS=, FEATURES=) are in a header made of them;
 * without one, as for tests and lint, it is everything. What is 0 here is named nowhere else, so that nothing of it is
 * linked. */
#ifndef ZIMPORT_CLI_SETTINGS_BUILT_H
#define ZIMPORT_CLI_SETTINGS_BUILT_H

#ifdef ZIMPORT_BUILT
#include "built.inc"
#else
#define BUILT_V1 1
#define BUILT_V2 1
#define BUILT_MILVUS 1

#define BUILT_STATUS 1
#define BUILT_WAIT 1
#define BUILT_LIST 1
#define BUILT_START 1
#define BUILT_COMMIT 1
#define BUILT_ABORT 1

#define BUILT_TEXT 1
#define BUILT_JSON 1
#define BUILT_CSV 1
#define BUILT_ENV 1
#define BUILT_IDS 1

#define BUILT_BAR 1
#define BUILT_VERBOSE 1
#define BUILT_SUGGESTIONS 1
#define BUILT_HTTP_PROXY 1
#define BUILT_CLIENT_CERTIFICATE 1
#define BUILT_PIN 1
#define BUILT_TLS_SESSION 1
#define BUILT_CONFIG 1
#define BUILT_WRITE 1
#define BUILT_HOOK 1
#define BUILT_DOCTOR 1

#define BUILT_DIALECTS "v1|v2|milvus"
#define BUILT_FORMATS "text|json|csv|env|ids"
#define BUILT_FORMATS_OF_JOBS "text|json|csv|env"
#define BUILT_FORMATS_OF_LIST "text|json|csv|ids"
#define BUILT_FORMATS_OF_DOCTOR "text|json"
#define BUILT_FORMAT "text"   /* the first one given */
#define BUILT_FORMAT_OF_ALL 1 /* it is the first of each of the above */
#define BUILT_FEATURES \
    "api-v1, api-v2, api-milvus, status, wait, list, start, commit, abort, text, json, csv, env, ids, ipv4, ipv6, " \
    "bar, verbose, suggestions, http-proxy, client-certificate, pin, tls-session, config, write, hook, doctor"
#endif

/* What depends on several words. */
#define BUILT_EVERY_DIALECT (BUILT_V1 && BUILT_V2 && BUILT_MILVUS)
#define BUILT_CLOUD (BUILT_V1 || BUILT_V2)
#define BUILT_POSTED (BUILT_V2 || BUILT_MILVUS)
#define BUILT_DECIDING (BUILT_COMMIT || BUILT_ABORT)
#define BUILT_FOLLOWING (BUILT_WAIT || BUILT_START || BUILT_DECIDING)
#define BUILT_BARS (BUILT_FOLLOWING && BUILT_BAR)
#define BUILT_TABLE (BUILT_LIST && BUILT_TEXT)
#define BUILT_WAIT_ALL (BUILT_WAIT && BUILT_LIST)

#endif
