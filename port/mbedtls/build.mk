# SPDX-License-Identifier: Apache-2.0
#
# mbedTLS for the root Makefile, which includes this file after it has set B (build directory) and Q ("@" unless V=1), and
# has a target need-all that installs what getting and building it takes.
#
# Settings of the user:
#   MBEDTLS_DIR=DIR   another source tree, 3.6.6 or newer of its line, or 4.1 as released, with tf-psa-crypto in it. Default:
#                     $(B)/mbedtls-src, got by fetch.sh
#   MBEDTLS=system    the library that pkg-config knows, 3.6 or newer; no tree is got or built
#
# What it gives:
#   $(eval $(call mbedtls_library,VARIANT,CC,CFLAGS,CONFIG))
#       VARIANT names the build, CC and CFLAGS compile it, CONFIG is a header such as port/mbedtls/config/default.h, or
#       empty for mbedTLS's own default (which has the server side too). It defines
#         mbedtls_VARIANT_lib       $(B)/mbedtls-VARIANT/libmbedtls.a, to depend on (empty with MBEDTLS=system)
#         mbedtls_VARIANT_ldlibs    what to link: the same file, or -l options
#         mbedtls_VARIANT_cppflags  for every file that includes an mbedTLS header
#       Files that include mbedTLS headers need $(MBEDTLS_READY) as an order-only prerequisite: the headers exist then.

MBEDTLS ?= source
mbedtls_goal := $(.DEFAULT_GOAL)
mbedtls_mk := $(dir $(lastword $(MAKEFILE_LIST)))

ifeq ($(MBEDTLS),system)

PKG_CONFIG ?= pkg-config
mbedtls_parts := $(if $(shell $(PKG_CONFIG) --exists 'mbedtls >= 3.6' 2>/dev/null && echo yes),mbedtls mbedx509)
mbedtls_parts += $(if $(mbedtls_parts),$(firstword $(foreach p,mbedcrypto tfpsacrypto,\
                   $(shell $(PKG_CONFIG) --exists $p 2>/dev/null && echo $p))))
ifeq ($(strip $(mbedtls_parts)),)
mbedtls_found := $(shell printf '\043include <mbedtls/version.h>\nfound MBEDTLS_VERSION_STRING\n' | \
                   $(or $(HOSTCC),$(CC)) -E -x c - 2>/dev/null | sed -n 's/^found "\(.*\)"/\1/p')
ifneq ($(filter-out clean help,$(or $(MAKECMDGOALS),all)),)
$(error MBEDTLS=system needs mbedTLS 3.6 or newer, known to pkg-config, and this system has $(or $(mbedtls_found),none): \
leave MBEDTLS=system out to have 3.6 built from source, or name a source tree with MBEDTLS_DIR=)
endif
endif

MBEDTLS_READY :=
define mbedtls_library
mbedtls_$(1)_lib :=
mbedtls_$(1)_ldlibs := $(shell $(PKG_CONFIG) --libs $(mbedtls_parts) 2>/dev/null)
mbedtls_$(1)_cppflags := $(patsubst -I%,-isystem %,$(shell $(PKG_CONFIG) --cflags $(mbedtls_parts) 2>/dev/null))
endef

else

ifeq ($(MBEDTLS_DIR),)
mbedtls_tree := $(B)/mbedtls-src
MBEDTLS_READY := $(mbedtls_tree)/include/mbedtls/version.h

$(MBEDTLS_READY): $(mbedtls_mk)fetch.sh $(mbedtls_mk)patches $(wildcard $(mbedtls_mk)patches/*.patch) | need-all
	$(Q)sh $(mbedtls_mk)fetch.sh $(mbedtls_tree)
else ifneq ($(wildcard $(MBEDTLS_DIR)/tf-psa-crypto),)
# mbedTLS 4 has its cryptography in a tree of its own, whose folders differ from version to version, and two configurations.
# What is built is a copy with patches/, made anew for another tree.
mbedtls_tree := $(B)/mbedtls-copy
MBEDTLS_READY := $(mbedtls_tree)/include/mbedtls/version.h
mbedtls_crypto := $(mbedtls_tree)/tf-psa-crypto
mbedtls_public := $(mbedtls_crypto)/include $(mbedtls_crypto)/drivers/builtin/include
mbedtls_private := $(patsubst $(MBEDTLS_DIR)/%,$(mbedtls_tree)/%,$(wildcard $(addprefix $(MBEDTLS_DIR)/tf-psa-crypto/,core \
    dispatch extras platform utilities drivers/builtin/src)))
mbedtls_crypto_config := -DTF_PSA_CRYPTO_CONFIG_FILE=\"$(mbedtls_mk)config/v4/crypto.h\"

$(MBEDTLS_READY): $(mbedtls_mk)copy.sh $(wildcard $(mbedtls_mk)patches/*.patch $(mbedtls_mk)patches/v4/*) \
    $(if $(filter $(MBEDTLS_DIR),$(shell cat $(mbedtls_tree)/copied-from 2>/dev/null)),,mbedtls_always)
	$(Q)sh $(mbedtls_mk)copy.sh '$(MBEDTLS_DIR)' $(mbedtls_tree)
else
mbedtls_tree := $(MBEDTLS_DIR)
MBEDTLS_READY := $(mbedtls_tree)/include/mbedtls/version.h

$(MBEDTLS_READY):
	@echo "MBEDTLS_DIR=$(MBEDTLS_DIR) is not an mbedTLS source tree" >&2; exit 1
endif
mbedtls_public += $(mbedtls_tree)/include
mbedtls_private += $(mbedtls_tree)/library

# $(call mbedtls_config,CONFIG): the options that choose it; with mbedTLS 4, the one of that name in v4.
mbedtls_config = $(if $(1),-DMBEDTLS_CONFIG_FILE=\"$(if $(mbedtls_crypto),$(dir $(1))v4/$(notdir $(1)),$(1))\" \
    $(mbedtls_crypto_config) -I. -I$(mbedtls_mk)config)

# Where all is small, the arithmetic modulo the curves' primes is not: 5 % off a handshake for 100 bytes.
mbedtls_fast := ecp_curves.c

# Whether a library is up to date is known to a make of its own: the list of sources does not exist before they are got.
define mbedtls_library
mbedtls_$(1)_lib := $(B)/mbedtls-$(1)/libmbedtls.a
mbedtls_$(1)_ldlibs := $(B)/mbedtls-$(1)/libmbedtls.a
mbedtls_$(1)_cppflags := $(call mbedtls_config,$(4)) $(addprefix -isystem ,$(mbedtls_public))
$(B)/mbedtls-$(1)/libmbedtls.a: $(MBEDTLS_READY) mbedtls_always
	+$$(Q)$$(MAKE) --no-print-directory -f $(mbedtls_mk)../library.mk OUT='$(B)/mbedtls-$(1)' NAME=libmbedtls.a \
	    SOURCES='$(addsuffix /*.c,$(mbedtls_private))' CC='$(2)' CFLAGS='$(3)' FAST='$(mbedtls_fast)' \
	    CPPFLAGS='$(call mbedtls_config,$(4)) $(addprefix -I,$(mbedtls_public) $(mbedtls_private))' \
	    AR='$$(or $$(mbedtls_$(1)_ar),$$(AR))' V='$$(V)'
endef

.PHONY: mbedtls_always
mbedtls_always:

endif

# Including this file does not choose what a plain `make` builds.
.DEFAULT_GOAL := $(mbedtls_goal)
