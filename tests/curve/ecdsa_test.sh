#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Signatures on curves beside mbedTLS's own arithmetic: test_ecdsa.c. Settings: B, COUNT (2000), SEED.

exec "${B:-build}/tests/curve/test_ecdsa" "${COUNT:-2000}" ${SEED:+"$SEED"}
