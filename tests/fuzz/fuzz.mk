# SPDX-License-Identifier: Apache-2.0
#
# make fuzz-coverage, for the root Makefile: what the committed inputs of each fuzz target reach of the files that it is
# for. Needs no clang: the targets are linked with a main of our own, to what make coverage compiles.

fuzz_replays := $(patsubst tests/%.c,$(B)/coverage/%,$(wildcard tests/fuzz/fuzz_*.c))
$(fuzz_replays): $(B)/coverage/%: $(B)/obj-coverage/tests/%.o $(B)/obj-coverage/tests/fuzz/replay.o $(B)/coverage/libunder.a $(mbedtls_plain_lib)
	$(call say,LINK,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(HOSTCC) --coverage -o $@ $^ -lcmocka

.PHONY: fuzz-coverage
fuzz-coverage: $(fuzz_replays)
	$(Q)B=$(B) GCOV='$(or $(GCOV),$(subst gcc,gcov,$(HOSTCC)))' sh tests/fuzz/coverage.sh $(fuzz_replays)
