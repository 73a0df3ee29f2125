# SPDX-License-Identifier: Apache-2.0
#
# make coverage, for the root Makefile: everything once more, as it is written and counting (-O0 --coverage), with the test
# programs of tests/unit and tests/fault. mbedTLS is not counted.

# Conditions, where the compiler can count them: from gcc 14 on.
coverage_conditions := $(if $(filter coverage,$(MAKECMDGOALS)),$(shell echo 'int x;' | $(HOSTCC) -fcondition-coverage -x c -c -o /dev/null - 2>/dev/null && echo -fcondition-coverage))
$(eval $(call variant,coverage,$(HOSTCC),-O0 -g --coverage $(coverage_conditions),port/mbedtls/config/default.h))
# What counts would be written, and then no more, by the child that shares its parent's memory until it is another program.
$(B)/obj-coverage/src/cli/run/hook.o: private own = -fno-builtin-execve

coverage_exit := $(B)/obj-coverage/tests/coverage/exit.o
coverage_link = $(HOSTCC) --coverage -Wl,--wrap=_exit -o $@ $^

$(B)/coverage/zimport: $(coverage_exit) $(cli_coverage) $(port_coverage) $(core_coverage) $(mbedtls_plain_lib)
	$(call say,LINK,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(coverage_link)

$(B)/coverage/libunder.a: $(filter-out %/main.o,$(cli_coverage)) $(port_coverage) $(core_coverage) \
    $(patsubst %.c,$(B)/obj-coverage/%.o,$(filter-out tests/fault/test_%,$(wildcard tests/fault/*.c)) tests/unit/tls_memory.c) $(B)/tests/tls_host.o
	$(call say,AR,$@)
	$(Q)mkdir -p $(@D)
	$(Q)rm -f $@ && $(AR) rcsD $@ $^

coverage_tests := $(patsubst tests/%.c,$(B)/coverage/%,$(wildcard tests/unit/test_*.c tests/fault/test_*.c))
$(coverage_tests): $(B)/coverage/%: $(B)/obj-coverage/tests/%.o $(coverage_exit) $(B)/coverage/libunder.a $(mbedtls_plain_lib)
	$(call say,LINK,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(coverage_link) -lcmocka
$(patsubst %.c,$(B)/obj-coverage/%.o,$(wildcard tests/unit/test_*.c tests/fault/*.c)): | need-unit

# make coverage WITH=system: the program and the ports by the system tests and the inputs of the fuzz targets, too.
.PHONY: coverage
coverage: $(coverage_tests) $(if $(filter system,$(WITH)),$(B)/coverage/zimport $(B)/zimport $(B)/zimport-san $(B)/tests/simulator $(system_tools) $(fuzz_replays) examples)
	$(Q)B=$(B) GCOV='$(or $(GCOV),$(subst gcc,gcov,$(HOSTCC)))' WITH='$(WITH)' REPLAYS='$(fuzz_replays)' sh tests/coverage/coverage.sh $(coverage_tests)
