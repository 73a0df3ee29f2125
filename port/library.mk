# SPDX-License-Identifier: Apache-2.0
#
# One library of somebody else's, out of tree; run by mbedtls/build.mk and lwip/build.mk, since the list of sources does not
# exist before they are got. Set are OUT and NAME (the archive), SOURCES (patterns), CC, CFLAGS, CPPFLAGS, AR, V, and FAST:
# files of which the speed counts more than the size.
# Features that are switched off leave empty objects, so all sources are compiled whatever the configuration. As in the
# Makefile, the objects are the same in any folder.

MAKEFLAGS += -rR
Q := $(if $(filter 1,$(V)),,@)

sources := $(wildcard $(SOURCES))
objects := $(addprefix $(OUT)/,$(notdir $(sources:.c=.o)))
command := $(CC) $(CFLAGS) -ffunction-sections -fdata-sections $(CPPFLAGS)
fast := $(if $(filter -Os -Oz,$(CFLAGS)),-O2)

$(OUT)/$(NAME): $(objects)
	@echo "  AR      $@"
	$(Q)rm -f $@ && $(AR) rcsD $@ $(objects)

define object
$(OUT)/$(notdir $(1:.c=.o)): $(1) $(OUT)/command
	$$(Q)PWD=/proc/self/cwd $$(command) -frandom-seed=$$(notdir $$<) $(if $(filter $(FAST),$(notdir $(1))),$(fast)) -MMD -MP -c -o $$@ $$<
endef
$(foreach s,$(sources),$(eval $(call object,$s)))

# Changes when the compiler or a flag does.
$(OUT)/command: always
	@mkdir -p $(OUT)
	@printf '%s\n' '$(subst ','\'',$(command))' | cmp -s - $@ || printf '%s\n' '$(subst ','\'',$(command))' > $@

.PHONY: always
always:

# The tree may have been another one, which is gone.
%.c: ;

-include $(objects:.o=.d)
