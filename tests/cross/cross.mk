# SPDX-License-Identifier: Apache-2.0
#
# The program for other machines that Linux runs on, included by the root Makefile: build/cross/TARGET/zimport, static,
# with musl built from source for each, by Debian's cross compilers. MUSL_DIR=DIR is another source tree of musl.
#
#   make cross        builds them
#   make cross-test   also runs each under emulation against the simulator, and compares the sizes with budgets.txt; and the
#                     programs of tests/unit and tests/fault on machines whose bytes stand the other way round
#
# A target without a compiler to be had is skipped, and said to be. Another target: its name in names.sh and here, a test
# script that is named after it, and its size in tests/budget/budgets.txt.

cross_targets := aarch64 armhf riscv64 mipsel mips s390x
cross_goals := $(addprefix cross-,$(cross_targets))

MUSL_DIR ?=
musl_tree := $(or $(MUSL_DIR),$(B)/musl-src/tree)
musl_ready := $(if $(MUSL_DIR),,$(B)/musl-src/unpacked)

$(B)/musl-src/unpacked: port/source.sh | need-cross
	@printf '  FETCH   %s\n' $(@D)
	$(Q)sh port/source.sh musl trixie $(@D) 'put a source tree of musl 1.2 somewhere and name it: make MUSL_DIR=DIR'
	$(Q)touch $@

# Of the make that build.sh calls: the program in 2040.
$(B)/tests/cross/later: tests/cross/later.c $(B)/zimport
	$(call say,LINK,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) -std=c99 -O1 -c -o $@.o $<
	$(Q)$(link_release) $@.o -Wl,--wrap=clock_gettime,--wrap=__clock_gettime64

# The unit tests on a machine whose bytes stand the other way round: 64 bits and 32.
cross_units := s390x mips
cmocka_tree := $(B)/cmocka-src/tree
$(B)/cmocka-src/unpacked: port/source.sh | need-cross
	@printf '  FETCH   %s\n' $(@D)
	$(Q)sh port/source.sh cmocka bookworm $(@D) 'put the source tree of cmocka 1.1.5 there'
	$(Q)touch $@

$(cross_units:%=units-%): units-%: cross-% $(B)/cmocka-src/unpacked
	+$(Q)B=$(B) MAKE='$(MAKE)' CMOCKA='$(cmocka_tree)' MBEDTLS_DIR='$(mbedtls_tree)' sh tests/cross/units.sh $*

# Of the make that units.sh calls.
.PHONY: units $(cross_units:%=units-%)
UNITS_WITHOUT ?=
units: $(filter-out $(UNITS_WITHOUT:%=$(B)/tests/unit/%),$(filter $(B)/tests/unit/% $(B)/tests/fault/%,$(unit_tests)))

.PHONY: cross cross-test cross-parts $(cross_goals)
cross: $(cross_goals)

cross-parts: | need-cross
	$(Q)B=$(B) sh tests/cross/parts.sh $(cross_targets)

$(cross_goals): cross-%: cross-parts $(musl_ready) $(MBEDTLS_READY) $(B)/jsmn/jsmn.h
	+$(Q)B=$(B) MAKE='$(MAKE)' MUSL='$(musl_tree)' MBEDTLS_DIR='$(mbedtls_tree)' sh tests/cross/build.sh $*

cross-test: cross $(cross_units:%=units-%) $(B)/zimport $(B)/tests/simulator $(B)/tests/system/serve
	$(Q)status=0; B=$(B) sh tests/cross/sizes.sh || status=1; \
	    B=$(B) TEST_SECONDS=900 sh tests/run.sh -- -- $(cross_units:%=tests/cross/units-%.sh) \
	    $(cross_targets:%=tests/cross/%.sh) && exit $$status
