/* SPDX-License-Identifier: Apache-2.0 */
/* app ENDPOINT ROOTS JOB: what an application needs to ask once, in C and in C++. With THEIRS it also uses an
 * mbedTLS of its own. */
#include <stdio.h>
#include <zimport/mbedtls.h>
#include <zimport/posix.h>
#include <zimport/zimport.h>
#ifdef THEIRS
#include <mbedtls/sha256.h>
#include <mbedtls/ssl.h>
#endif

static zimport_posix_platform platform;
static zimport_tcp tcp;
static zimport_trust_file trust;
static zimport_tls tls;
static zimport_origin origin;
static zimport_config config;
static zimport_client client;
static zimport_progress progress;
static zimport_answer answer;
static char window[1024], value[512];

#ifdef THEIRS
static int own_works(void) {
    static const unsigned char empty[4] = {0xe3, 0xb0, 0xc4, 0x42};
    unsigned char digest[32];
    mbedtls_ssl_context ssl;

    mbedtls_ssl_init(&ssl);
    mbedtls_ssl_free(&ssl);
    mbedtls_sha256((const unsigned char *)"", 0, digest, 0);
    return digest[0] == empty[0] && digest[1] == empty[1] && digest[2] == empty[2] && digest[3] == empty[3];
}
#endif

int main(int argc, char **argv) {
    if (argc != 4 || zimport_origin_parse(&origin, zimport_view_of(argv[1])) != ZIMPORT_OK ||
        zimport_trust_file_init(&trust, argv[2], NULL) != ZIMPORT_OK) {
        return 2;
    }
    zimport_posix_platform_init(&platform, -1);
    zimport_tcp_init(&tcp, &platform);
    zimport_tls_init(&tls, &tcp.base, &platform.base, &trust.base, ZIMPORT_TLS_1_2);
    config.platform = &platform.base;
    config.transport = &tls.base;
    config.dialect = &zimport_milvus;
    config.origin = &origin;
    config.window = window;
    config.window_size = sizeof window;
    config.value = value;
    config.value_size = sizeof value;
    if (zimport_client_init(&client, &config) != ZIMPORT_OK) {
        return 3;
    }
    zimport_ask(&client, zimport_view_of(argv[3]), &progress, &answer);
    printf("%s: %s, %s\n", zimport_version(), zimport_status_text(answer.status), zimport_state_name(progress.state));
    zimport_client_close(&client);
#ifdef THEIRS
    if (!own_works()) {
        return 4;
    }
#endif
    return answer.status == ZIMPORT_OK ? 0 : 1;
}
