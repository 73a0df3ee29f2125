/* SPDX-License-Identifier: Apache-2.0 */
/* All compile-time limits, and what happens beyond them. Those in #ifndef can be set with -DNAME=VALUE, a plain decimal
 * number. An application with other values than its library (ZIMPORT_SPACING_MS aside) does not link: ZIMPORT_SIZED. */
#ifndef ZIMPORT_CONFIG_H
#define ZIMPORT_CONFIG_H
/* This version (semver.org): what may change with which part is said in CHANGELOG.md. See also zimport_version. */
#define ZIMPORT_VERSION "1.0.0"
#define ZIMPORT_VERSION_MAJOR 1
#define ZIMPORT_VERSION_MINOR 0
#define ZIMPORT_VERSION_PATCH 0
/* Longest host name in bytes, without the final NUL. Minimum 1. Beyond: ZIMPORT_BAD_URL. RFC 1035 allows 253. */
#ifndef ZIMPORT_HOST_MAX
#define ZIMPORT_HOST_MAX 253
#endif
/* Longest path prefix of an endpoint in bytes. Minimum 0. Beyond: ZIMPORT_BAD_URL. */
#ifndef ZIMPORT_PREFIX_MAX
#define ZIMPORT_PREFIX_MAX 128
#endif
/* Longest `user:password` of a proxy, in bytes. Beyond: ZIMPORT_BAD_URL. */
#ifndef ZIMPORT_CREDENTIALS_MAX
#define ZIMPORT_CREDENTIALS_MAX 255
#endif
/* Longest job or cluster id in bytes. Minimum 26, the length of the services' ids. Beyond: ZIMPORT_BAD_ID. */
#ifndef ZIMPORT_ID_MAX
#define ZIMPORT_ID_MAX 128
#endif
/* Beyond any of these: ZIMPORT_HTTP_LIMIT. In order: bytes of a head (final or 1xx) or of the trailers; field lines in
 * it; interim (1xx) responses; bytes of extensions after one chunk size; bytes of chunk framing, if they are also more
 * than four times the data. The last one stops a peer that sends tiny chunks for ever. */
#define ZIMPORT_HTTP_HEAD_MAX 16384
#define ZIMPORT_HTTP_FIELDS_MAX 100
#define ZIMPORT_HTTP_INTERIM_MAX 8
#define ZIMPORT_HTTP_CHUNK_EXT_MAX 256
#define ZIMPORT_HTTP_CHUNK_OVERHEAD_MAX 65536
/* Bytes of a body, at most 4294967295. Beyond: ZIMPORT_HTTP_LIMIT. Expect up to 1.2 MB, for 1,024 files. */
#ifndef ZIMPORT_HTTP_BODY_MAX
#define ZIMPORT_HTTP_BODY_MAX 4294967295
#endif
/* Nesting of arrays and objects. Beyond: ZIMPORT_JSON_DEPTH. */
#define ZIMPORT_JSON_DEPTH_MAX 32
/* Tokens for one file row: 1 for the row, 2 for each known member. Minimum 17.
 * Beyond (a member repeated many times): the row is skipped and counted as cut. */
#ifndef ZIMPORT_JSON_TOKENS
#define ZIMPORT_JSON_TOKENS 24
#endif
/* Room for mbedTLS's contexts in a zimport_tls, in pointers. Too little fails the build of port/mbedtls. */
#ifndef ZIMPORT_TLS_CONTEXT_MAX
#define ZIMPORT_TLS_CONTEXT_MAX 92
#endif
/* Least memory that zimport_client_init accepts for a value (or file row, or header line), and for the window, in
 * bytes. Longer header lines are cut: ZIMPORT_HTTP_FRAMING for a field that frames the body, harmless for others. */
#define ZIMPORT_VALUE_MIN 128
#define ZIMPORT_WINDOW_MIN 256
/* Least time between two requests on one connection, in milliseconds: the cloud allows 20 a second. */
#ifndef ZIMPORT_SPACING_MS
#define ZIMPORT_SPACING_MS 50
#endif
/* Upper bound of the random delay before the first retry, and before any, in milliseconds. */
#define ZIMPORT_BACKOFF_BASE_MS 500
#define ZIMPORT_BACKOFF_CAP_MS 30000
/* Longest Retry-After to wait for, in seconds. Beyond: no retry; a follower that persists asks again after it. */
#define ZIMPORT_RETRY_AFTER_MAX 300
/* The linker knows functions that fill structures by a name with the limits at its end, such as
 * zimport_client_init_253_128_255_128_4294967295_24_92. It finds none if application and library disagree. */
#define ZIMPORT_SIZED(name) \
    ZIMPORT_JOIN(name, ZIMPORT_HOST_MAX, ZIMPORT_PREFIX_MAX, ZIMPORT_CREDENTIALS_MAX, ZIMPORT_ID_MAX, \
                 ZIMPORT_HTTP_BODY_MAX, ZIMPORT_JSON_TOKENS, ZIMPORT_TLS_CONTEXT_MAX)
#define ZIMPORT_JOIN(name, a, b, c, d, e, f, g) ZIMPORT_JOIN_(name, a, b, c, d, e, f, g)
#define ZIMPORT_JOIN_(name, a, b, c, d, e, f, g) name##_##a##_##b##_##c##_##d##_##e##_##f##_##g
#define zimport_origin_parse ZIMPORT_SIZED(zimport_origin_parse)
#define zimport_proxy_parse ZIMPORT_SIZED(zimport_proxy_parse)
#define zimport_client_init ZIMPORT_SIZED(zimport_client_init)
#define zimport_tls_init ZIMPORT_SIZED(zimport_tls_init)
/* C linkage in C++. */
#ifdef __cplusplus
#define ZIMPORT_BEGIN_C extern "C" {
#define ZIMPORT_END_C }
#else
#define ZIMPORT_BEGIN_C
#define ZIMPORT_END_C
#endif
#endif
