# SPDX-License-Identifier: Apache-2.0
#
# An application with a client in each of eight threads, under the thread sanitizer, with THREADS=yes; included by the
# root Makefile. tests/system/threads_test.sh runs it.

threads_test := $(B)/tests/threads/threads
$(eval $(call variant,tsan,$(HOSTCC),-O1 -g -fsanitize=thread $(threaded),port/mbedtls/config/default.h))
$(mbedtls_tsan_lib): | need-host
$(threads_test): $(B)/obj-tsan/tests/threads/threads.o $(core_tsan) $(port_tsan) $(mbedtls_tsan_lib)
	$(call say,LINK,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(HOSTCC) -fsanitize=thread -pthread -o $@ $(filter %.o,$^) $(mbedtls_tsan_ldlibs)
test: $(threads_test)
