# SPDX-License-Identifier: Apache-2.0
#
# lwIP for the root Makefile, which includes this file after it has set B (build directory) and Q ("@" unless V=1), and has a
# target need-all that installs the tools for it. Nothing is fetched or built before a target asks for it.
#
# Settings of the user:
#   LWIP_DIR=DIR   another source tree, 2.1 or newer. Default: $(B)/lwip-src, fetched by fetch.sh
#
# What it gives:
#   $(eval $(call lwip_library,VARIANT,CC,CFLAGS,OPTIONS[,TREE[,MORE,PORT]]))
#       VARIANT names the build, CC and CFLAGS compile it, OPTIONS is the folder with lwipopts.h and arch/cc.h. It has what
#       the raw API needs with NO_SYS: the core and Ethernet; MORE names further sources below src, and PORT a folder with
#       sys_arch.c and include/arch/cc.h, if it has threads. TREE is $(lwip_tree), or $(lwip_old_tree) for 2.1. It defines
#         lwip_VARIANT_lib       $(B)/lwip-VARIANT/liblwip.a, to depend on and to link; a target-specific AR is kept
#         lwip_VARIANT_cppflags  for every file that includes an lwIP header
#         lwip_VARIANT_ready     an order-only prerequisite of such files: the headers exist then

lwip_goal := $(.DEFAULT_GOAL)
lwip_mk := $(dir $(lastword $(MAKEFILE_LIST)))
lwip_header := src/include/lwip/init.h

# The oldest that is supported, for the tests.
lwip_old_tree := $(B)/lwip-2.1-src
$(lwip_old_tree)/$(lwip_header): $(lwip_mk)fetch.sh | need-all
	$(Q)sh $(lwip_mk)fetch.sh $(lwip_old_tree) bookworm

lwip_tree := $(or $(LWIP_DIR),$(B)/lwip-src)
ifeq ($(LWIP_DIR),)
$(lwip_tree)/$(lwip_header): $(lwip_mk)fetch.sh | need-all
	$(Q)sh $(lwip_mk)fetch.sh $(lwip_tree) trixie
else
$(lwip_tree)/$(lwip_header):
	@echo "LWIP_DIR=$(LWIP_DIR) is not an lwIP source tree" >&2; exit 1
endif

lwip_sources := core/* core/ipv4/* core/ipv6/* netif/ethernet

# As mbedtls_library: the list of sources exists only after fetching them.
define lwip_library
lwip_$(1)_lib := $(B)/lwip-$(1)/liblwip.a
lwip_$(1)_cppflags := -I$(4) $(if $(7),-isystem $(or $(5),$(lwip_tree))/$(7)/include) -isystem $(or $(5),$(lwip_tree))/src/include
lwip_$(1)_ready := $(or $(5),$(lwip_tree))/$(lwip_header)
$(B)/lwip-$(1)/liblwip.a: $(or $(5),$(lwip_tree))/$(lwip_header) lwip_always
	+$$(Q)$$(MAKE) --no-print-directory -f $(lwip_mk)../library.mk OUT='$(B)/lwip-$(1)' NAME=liblwip.a \
	    SOURCES='$(patsubst %,$(or $(5),$(lwip_tree))/%.c,$(addprefix src/,$(lwip_sources) $(6)) $(addsuffix /sys_arch,$(7)))' \
	    CC='$(2)' CFLAGS='$(3)' FAST= CPPFLAGS='$$(subst -isystem ,-I,$$(lwip_$(1)_cppflags))' AR='$$(or $$(lwip_$(1)_ar),$$(AR))' V='$$(V)'
endef

.PHONY: lwip_always
lwip_always:

# Including this file does not choose what a plain `make` builds.
.DEFAULT_GOAL := $(lwip_goal)
