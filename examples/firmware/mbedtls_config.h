/* SPDX-License-Identifier: Apache-2.0 */
/* TLS=small, or small13, without a C library's heap: all memory of TLS is the arena. */
#ifndef MBEDTLS_CONFIG_FIRMWARE_H
#define MBEDTLS_CONFIG_FIRMWARE_H

#ifdef FIRMWARE_TLS_small13
#include "port/mbedtls/config/small13.h"
#else
#include "port/mbedtls/config/small.h"
#endif

#define MBEDTLS_PLATFORM_NO_STD_FUNCTIONS
#define MBEDTLS_PLATFORM_SNPRINTF_MACRO snprintf /* of functions that are not linked */

#endif
