# SPDX-License-Identifier: Apache-2.0
#
# The program with its system calls led through wrapped.c, and each of them failing in turn; included by the root Makefile.
#
#   make calls                 all of it
#   make calls SEED=7 COUNT=50     of each scenario so many, the same as those of an earlier run, as make test does

calls_list := tests/calls/calls.txt
calls_wrapped = $(shell sed -n 's/^\([a-z_][a-z0-9_]*\) [-0-9].*/-Wl,--wrap=\1/p' $(calls_list)) \
    $(foreach call,open openat readdir pread pwrite mkstemp stat lstat fstat fstatat fcntl,-Wl,--defsym=$(call)64=__wrap_$(call))
calls_programs := $(B)/tests/calls/zimport $(B)/tests/calls/each

# Where files have 64 bits, glibc has other names for some. vfork is passed on by a jump, for which wrapped.c is optimized,
# and not sanitized.
$(B)/tests/calls/zimport: $(B)/obj-sim/tests/calls/wrapped.o $(cli_san) $(port_san) $(core_san) $(mbedtls_san_lib) $(calls_list)
	$(call say,LINK,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(HOSTCC) $(sanitize) $(calls_wrapped) -o $@ $(filter %.o,$^) $(mbedtls_san_ldlibs)

$(B)/tests/calls/each: $(patsubst %,$(B)/obj-sim/tests/calls/%.o,each judge run)
	$(call say,LINK,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(HOSTCC) -o $@ $^

test: $(calls_programs)

.PHONY: calls
calls: $(B)/zimport $(B)/zimport-san $(B)/tests/simulator $(system_tools) $(calls_programs)
	$(Q)B=$(B) COUNT='$(or $(COUNT),all)' SEED='$(SEED)' TEST_SECONDS=7200 sh tests/run.sh -- -- $(wildcard tests/calls/*_test.sh)
