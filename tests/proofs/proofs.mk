# SPDX-License-Identifier: Apache-2.0
#
# Proofs with CBMC, included by the root Makefile: proofs.txt lists them.
#
#   make proofs                    all of them, and for each that a fault in the code it is about is found
#   make proofs ONLY='pem date'    some

cbmc_ready := $(B)/cbmc-src/unpacked
$(cbmc_ready): tests/proofs/cbmc.sh | need-host
	@printf '  FETCH   %s\n' $(@D)
	$(Q)sh tests/proofs/cbmc.sh $(@D)
	$(Q)touch $@

.PHONY: proofs
proofs: $(cbmc_ready) $(MBEDTLS_READY) $(B)/jsmn/jsmn.h
	$(Q)B=$(B) CPPFLAGS='$(mbedtls_san_cppflags)' sh tests/proofs/proofs.sh $(ONLY)
