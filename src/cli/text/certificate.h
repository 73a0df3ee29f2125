/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ZIMPORT_CLI_TEXT_CERTIFICATE_H
#define ZIMPORT_CLI_TEXT_CERTIFICATE_H

#include "cli/text/out.h"

/* To follow the certificate's name: "has expired". `detail`: one of zimport/mbedtls.h. */
void certificate_fault(out *to, int32_t detail);

#endif
