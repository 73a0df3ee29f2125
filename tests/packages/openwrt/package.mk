# SPDX-License-Identifier: Apache-2.0
#
# See rules.mk.
