# SPDX-License-Identifier: Apache-2.0
#
# One mbedTLS library out of tree; run by build.mk with TREE, HERE, OUT, CC, CFLAGS, CONFIG, AR and V set.
# Switched-off features leave empty objects, so all sources are compiled whatever the configuration.

MAKEFLAGS += -rR
Q := $(if $(filter 1,$(V)),,@)

sources := $(wildcard $(TREE)/library/*.c)
cppflags := $(if $(CONFIG),-DMBEDTLS_CONFIG_FILE='"$(CONFIG)"' -I. -I$(HERE)config) -I$(TREE)/include -I$(TREE)/library
names := $(notdir $(sources:.c=.o))
objects := $(addprefix $(OUT)/,$(names))
command := $(CC) $(CFLAGS) -ffunction-sections -fdata-sections $(cppflags)

$(OUT)/libmbedtls.a: $(objects)
	@echo "  AR      $@"
	$(Q)rm -f $@ && $(AR) rcs $@ $(objects)

# Where all is small, the arithmetic modulo the curves' primes is not: 5 % off a handshake for 100 bytes.
FLAGS_ecp_curves.c := $(if $(filter -Os -Oz,$(CFLAGS)),-O2)

define object
$(OUT)/$(notdir $(1:.c=.o)): $(1) $(OUT)/command
	$$(Q)$$(command) $$(FLAGS_$(notdir $(1))) -MMD -MP -c -o $$@ $$<
endef
$(foreach s,$(sources),$(eval $(call object,$s)))

# Changes when the compiler or a flag does.
$(OUT)/command: always
	@mkdir -p $(OUT)
	@printf '%s\n' '$(subst ','\'',$(command))' | cmp -s - $@ || printf '%s\n' '$(subst ','\'',$(command))' > $@

.PHONY: always
always:

-include $(objects:.o=.d)
