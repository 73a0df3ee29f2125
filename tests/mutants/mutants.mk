# SPDX-License-Identifier: Apache-2.0
#
# Small changes of the code, of which the unit and fault tests have to notice nearly all; included by the root Makefile.
#
#   make mutants                        1,000 of them, chosen at random
#   make mutants COUNT=100 SEED=7       so many, the same as those of an earlier run
#   make mutants FILES=src/json/value.c COUNT=9999     all of one file

mutants_src := $(core_src) $(addprefix port/,mbedtls/chain/name.c mbedtls/chain/pin.c mbedtls/chain/verify.c \
    mbedtls/session/session.c posix/dns.c)
mutants_tests := $(filter $(B)/tests/unit/% $(B)/tests/fault/%,$(unit_tests))

$(B)/tests/mutants/mutate: $(patsubst %.c,$(B)/obj-sim/%.o,$(wildcard tests/mutants/*.c))
	$(call say,LINK,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(HOSTCC) -o $@ $^

# The compiler's own checks are left out: what has a warning is a change like any other.
.PHONY: mutants
mutants: $(B)/tests/mutants/mutate $(mutants_tests)
	$(Q)B=$(B) COUNT='$(or $(COUNT),1000)' SEED='$(SEED)' TESTS='$(mutants_tests)' \
	    CORE='$(HOSTCC) $(filter-out -M%,$(standard)) -w -ffreestanding -fbuiltin' \
	    PORT='$(HOSTCC) $(filter-out -M%,$(standard)) -w $(mbedtls_san_cppflags)' SANITIZE='-O1 $(sanitize)' \
	    UNDER='$(B)/tests/libunder.a $(mbedtls_san_ldlibs) -lcmocka' \
	    sh tests/mutants/mutants.sh $(or $(FILES),$(mutants_src))
