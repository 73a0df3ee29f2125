#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# firmware_test.sh with TLS 1.3 and a client certificate.

PROFILE=small13
. "${0%/*}/firmware_test.sh"
