# SPDX-License-Identifier: Apache-2.0
#
# make dist, included by the root Makefile: what is published of a version, below $(B)/dist: a source archive that builds
# offline, static programs for every target of make cross, and their SHA-256. All of it has the same bytes on any machine
# with the same compilers, in any folder.

.PHONY: dist dist-test
dist: parts $(MBEDTLS_READY) $(musl_ready)
	+$(Q)B=$(B) MAKE='$(MAKE)' VERSION=$(version) TARGETS='$(cross_targets)' MBEDTLS_TREE='$(mbedtls_tree)' MUSL_TREE='$(musl_tree)' sh port/dist/dist.sh

# Needs what make dist has made. CROSS=TARGETS: of make cross, which are built from the archive, too.
dist-test: $(B)/tests/simulator
	$(Q)B=$(B) MAKE='$(MAKE)' CROSS='$(CROSS)' TEST_SECONDS=1800 sh tests/run.sh -- -- tests/dist/dist_test.sh
