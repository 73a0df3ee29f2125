# SPDX-License-Identifier: Apache-2.0
#
# One lwIP library out of tree; run by build.mk with TREE, OUT, CC, CFLAGS, OPTIONS, AR and V set.
# What the options switch off leaves empty objects, so all sources of the core are compiled whatever they say.

MAKEFLAGS += -rR
Q := $(if $(filter 1,$(V)),,@)

sources := $(wildcard $(foreach place,core core/ipv4 core/ipv6,$(TREE)/src/$(place)/*.c) $(TREE)/src/netif/ethernet.c)
objects := $(addprefix $(OUT)/,$(notdir $(sources:.c=.o)))
command := $(CC) $(CFLAGS) -ffunction-sections -fdata-sections -I$(OPTIONS) -I$(TREE)/src/include

$(OUT)/liblwip.a: $(objects)
	@echo "  AR      $@"
	$(Q)rm -f $@ && $(AR) rcs $@ $(objects)

define object
$(OUT)/$(notdir $(1:.c=.o)): $(1) $(OUT)/command
	$$(Q)$$(command) -MMD -MP -c -o $$@ $$<
endef
$(foreach s,$(sources),$(eval $(call object,$s)))

# Changes when the compiler or a flag does.
$(OUT)/command: always
	@mkdir -p $(OUT)
	@printf '%s\n' '$(subst ','\'',$(command))' | cmp -s - $@ || printf '%s\n' '$(subst ','\'',$(command))' > $@

.PHONY: always
always:

-include $(objects:.o=.d)
