# SPDX-License-Identifier: Apache-2.0
#
# The firmware for the root Makefile: $(B)/firmware/firmware.elf. Included after port/mbedtls/build.mk and port/lwip/build.mk.
#
# Settings of the user:
#   FIRMWARE_CPU=cortex-m4      (QEMU's mps2-an386) or cortex-m3 (mps2-an385)
#   FIRMWARE_DIALECT=v1         or v2, milvus: the one that is linked
#   FIRMWARE_TLS=small          in 128 KiB of flash; or small13, with TLS 1.3 and a client certificate, in 160

FIRMWARE_CROSS ?= arm-none-eabi-
FIRMWARE_CPU ?= cortex-m4
FIRMWARE_DIALECT ?= v1
FIRMWARE_TLS ?= $(or $(filter small13,$(TLS)),small)

firmware_mk := $(dir $(lastword $(MAKEFILE_LIST)))
firmware_dir := examples/firmware
firmware_profile_small := --defsym=flash_size=128K,--defsym=settings_size=4K
firmware_profile_small13 := --defsym=flash_size=160K,--defsym=settings_size=8K
firmware_flags := --specs=picolibc.specs -mcpu=$(FIRMWARE_CPU) -mthumb -Os -ffunction-sections -fdata-sections \
    -fno-builtin-printf -DZIMPORT_HOST_MAX=127 -DZIMPORT_PREFIX_MAX=63 -DFIRMWARE_TLS_$(FIRMWARE_TLS)
firmware_cc := $(FIRMWARE_CROSS)gcc
firmware_out := $(B)/firmware

$(eval $(call mbedtls_library,firmware,$(firmware_cc),$(firmware_flags),$(firmware_dir)/mbedtls_config.h))
$(eval $(call lwip_library,firmware,$(firmware_cc),$(firmware_flags) -I$(firmware_dir) -Iinclude,$(firmware_dir)))
mbedtls_firmware_ar := $(FIRMWARE_CROSS)ar
lwip_firmware_ar := $(FIRMWARE_CROSS)ar

# The library as it is anywhere; of port/mbedtls what needs no files.
firmware_src := $(core_src) $(wildcard port/lwip/*.c) \
    $(filter-out %_file.c %_system.c %/builtin.c,$(wildcard port/mbedtls/*.c port/mbedtls/*/*.c)) $(wildcard $(firmware_dir)/*.c)
firmware_objects := $(patsubst %.c,$(firmware_out)/%.o,$(firmware_src))

$(firmware_out)/flags: always
	$(Q)mkdir -p $(@D); printf '%s\n' '$(firmware_cc) $(firmware_flags) $(FIRMWARE_DIALECT)' | cmp -s - $@ || \
	    printf '%s\n' '$(firmware_cc) $(firmware_flags) $(FIRMWARE_DIALECT)' >$@

$(firmware_out)/src/%.o: src/%.c $(firmware_out)/flags | parts need-firmware
	$(call say,CC,$<)
	$(Q)mkdir -p $(@D)
	$(Q)$(firmware_cc) $(standard) -ffreestanding -fbuiltin $(firmware_flags) -c -o $@ $<

# What a system header includes is no dependency to the compiler: lwipopts.h, cc.h, mbedtls_config.h.
$(firmware_out)/%.o: %.c $(firmware_out)/flags $(wildcard $(firmware_dir)/*.h $(firmware_dir)/arch/*.h) \
        | parts need-firmware $(MBEDTLS_READY) $(lwip_firmware_ready)
	$(call say,CC,$<)
	$(Q)mkdir -p $(@D)
	$(Q)$(firmware_cc) $(standard) -I$(firmware_dir) $(lwip_firmware_cppflags) $(mbedtls_firmware_cppflags) \
	    -DDIALECT=zimport_$(FIRMWARE_DIALECT) $(firmware_own) $(firmware_flags) -c -o $@ $<
# The date of the build, which a right clock is not before.
$(firmware_out)/port/mbedtls/base/built.o: firmware_own = -DZIMPORT_BUILD_TIME=INT64_C\($(build_time)\)

$(firmware_out)/firmware.elf: $(firmware_objects) $(mbedtls_firmware_lib) $(lwip_firmware_lib) $(firmware_dir)/linker.ld
	$(call say,LINK,$@)
	$(Q)$(firmware_cc) $(firmware_flags) -nostartfiles -Wl,$(firmware_profile_$(FIRMWARE_TLS)) -T $(firmware_dir)/linker.ld \
	    -Wl,--gc-sections -Wl,-Map=$(@:.elf=.map) -Wl,--fatal-warnings -o $@ $(firmware_objects) $(mbedtls_firmware_lib) $(lwip_firmware_lib)
	$(Q)$(FIRMWARE_CROSS)size $@

-include $(shell find $(wildcard $(firmware_out)) /dev/null -type f -name '*.d' 2>/dev/null)

.PHONY: firmware firmware-m3 firmware-small13 firmware-small13-m3 firmware-test firmware-demo
firmware: $(firmware_out)/firmware.elf

# $(call firmware_in,FOLDER,LWIP,SETTINGS): another firmware, with a tree of lwIP, below a build folder of its own.
firmware_in = +$(Q)$(MAKE) --no-print-directory B=$(B)/$(1) MBEDTLS_DIR=$(mbedtls_tree) LWIP_DIR=$(2) JSMN_DIR=$(B)/jsmn \
    $(3) $(B)/$(1)/firmware/firmware.elf
# For the older processor, with the older lwIP.
firmware-m3: $(MBEDTLS_READY) $(lwip_old_tree)/$(lwip_header) | parts
	$(call firmware_in,cortex-m3,$(lwip_old_tree),FIRMWARE_CPU=cortex-m3 FIRMWARE_TLS=small)
firmware-small13: $(MBEDTLS_READY) $(lwip_firmware_ready) | parts
	$(call firmware_in,small13,$(lwip_tree),FIRMWARE_CPU=cortex-m4 FIRMWARE_TLS=small13)
firmware-small13-m3: $(MBEDTLS_READY) $(lwip_old_tree)/$(lwip_header) | parts
	$(call firmware_in,small13-m3,$(lwip_old_tree),FIRMWARE_CPU=cortex-m3 FIRMWARE_TLS=small13)

$(mbedtls_firmware_lib) $(lwip_firmware_lib): | need-firmware

firmware-test: $(firmware_out)/firmware.elf firmware-m3 firmware-small13 firmware-small13-m3 $(B)/tests/simulator $(system_tools)
	$(Q)B=$(B) sh tests/run.sh -- -- $(wildcard tests/firmware/*_test.sh)

# A job of the simulated service, followed by the board in this terminal.
firmware-demo: $(firmware_out)/firmware.elf $(B)/tests/simulator
	$(Q)sh $(firmware_dir)/demo.sh $(firmware_out)/firmware.elf $(B)/tests/simulator
