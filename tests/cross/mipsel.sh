#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# The program for mipsel, under emulation.

. "${0%/*}/target.sh"
