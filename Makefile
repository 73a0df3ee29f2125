# SPDX-License-Identifier: Apache-2.0
#
# make            build/zimport (static) and build/libzimport.a
# make help       the other targets and the settings

.DEFAULT_GOAL := all
.DELETE_ON_ERROR:
.SUFFIXES:
MAKEFLAGS += --no-builtin-rules


# Scripts of tests, and tools they call, take names apart at blanks; what builds does not name the checkout's own folder.
ifneq ($(filter test calls coverage fuzz% soak mutants proofs lint budget bench cross% dist dist-test firmware-test firmware-demo fresh-test deb-test mbedtls4-test,$(MAKECMDGOALS)),)
ifneq ($(words [$(CURDIR)]) $(findstring ',$(CURDIR))$(findstring ",$(CURDIR)),1 )
$(error make $(MAKECMDGOALS) needs a checkout in a folder whose whole name has no blanks and no quotes, which $(CURDIR) has; \
make, make demo and make install work here)
endif
endif

B ?= build
# make(1) and shells take words apart at blanks; and `make clean` empties B, which must not be more than that.
hash := \#
comma := ,
space := $(subst ,, )
unsafe := $(strip $(foreach c,$(hash) $(comma) " ' ` $$ ; & | < > ( ) * ? \ % : ! [ ],$(findstring $c,$(B))))
ifneq ($(words $(B)) $(unsafe),1 )
$(error B=$(B): the folder to build in needs a name without blanks and without characters that mean something to a shell)
endif
ifneq ($(filter / . .. ./ ../,$(B)),)
$(error B=$(B): the folder to build in has to be one of its own)
endif
V ?=
Q := $(if $(filter 1,$(V)),,@)
say = $(if $(Q),@printf '  %-7s %s\n' '$(1)' '$(2)')

# What runs the program here does not read the user's configuration.
export ZIMPORT_CONFIG := /dev/null
unexport ZIMPORT_PROFILE

PREFIX ?= /usr/local
DESTDIR ?=
TLS ?= default
$(if $(filter-out default tls12 small small13 tiny,$(TLS)),$(error TLS=$(TLS): it is default, tls12, small, small13 or tiny))
CROSS_COMPILE ?=
# Small and static by default; any CC that can link statically will do. A distribution's mbedTLS is for its own C library.
ifeq ($(origin CC),default)
CC := $(if $(CROSS_COMPILE),$(CROSS_COMPILE)gcc,$(if $(filter system,$(MBEDTLS)),gcc,musl-gcc))
endif
ifeq ($(origin AR),default)
AR := $(CROSS_COMPILE)ar
endif
STRIP ?= $(CROSS_COMPILE)strip
NM ?= $(CROSS_COMPILE)nm
OBJCOPY ?= $(CROSS_COMPILE)objcopy
HOSTCC ?= gcc
FUZZCC ?= clang
# For what runs while building: on a machine that need not have a C library beside musl.
tool_cc := $(if $(filter musl-gcc,$(notdir $(firstword $(CC)))),$(CC),$(HOSTCC))
# $(call taken,FLAGS): FLAGS, if the compiler and its linker take them. musl-gcc, where it is yet to be installed, is gcc.
prober := $(if $(shell command -v $(firstword $(CC))),$(CC),$(HOSTCC))
taken = $(if $(shell echo 'int main(void) { return 0; }' | $(prober) $(1) -Werror -x c -o /dev/null - 2>&1 || echo no),,$(1))
ifeq ($(origin CFLAGS),undefined)
CFLAGS := $(or $(call taken,-Oz),-Os) $(call taken,-fno-inline-functions-called-once -fno-jump-tables)
# What the compiler does for speed even then: 4 KB, no slower.
CFLAGS += $(call taken,-fno-guess-branch-probability -fno-caller-saves -fno-partial-inlining -fno-shrink-wrap \
    -fno-tree-dominator-opts)
CFLAGS += $(call taken,-malign-data=abi)
endif
LDFLAGS ?=
# The program is optimized as a whole: 7 KB less of it. The objects have ordinary code, too, for who links the library.
ifeq ($(origin LTO),undefined)
LTO := $(call taken,-flto=auto -ffat-lto-objects -flto-partition=one)
endif
# What `make dist` packs has the sources of others in it.
JSMN_DIR ?= $(wildcard third-party/jsmn)
MBEDTLS_DIR ?= $(wildcard third-party/mbedtls)
CA_BUNDLE ?=

warnings := -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wstrict-prototypes -Wvla -Werror
# Where time_t has 32 bits unless it is asked for 64: a date beyond 2038, also that of a file, is an error then.
wide := -D_FILE_OFFSET_BITS=64 -D_TIME_BITS=64
standard := -std=c99 $(wide) $(warnings) -Iinclude -Isrc -I. -isystem $(B)/jsmn -MMD -MP
sections := -ffunction-sections -fdata-sections -fno-asynchronous-unwind-tables -fno-unwind-tables
# Without padding between code, constants and data: 8 KB less of a file. A static program has no relocations that relro
# could protect.
linking := -Wl,--gc-sections
ifeq ($(filter system,$(MBEDTLS))$(filter no,$(STATIC)),)
# What lies side by side in the file lies 64 KiB apart in memory, as kernels with pages of that size need it. Sorted by
# their alignment, small variables share pages instead of lying scattered among buffers: three pages less are touched.
linking += -fdata-sections -Wl,--sort-section=alignment
linking += -static -no-pie -Wl,-z,noseparate-code -Wl,-z,norelro -Wl,-z,common-page-size=16 -Wl,-z,max-page-size=65536
endif
# Functions check a random word in front of their return address: in the program those with arrays of bytes, in the library
# all that pass on the address of a variable, which would be 8 KB more of the program.
guard_release := $(call taken,-fstack-protector)
guard_lib := $(call taken,-fstack-protector-strong)
sanitize := -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer

include port/mbedtls/build.mk
include port/lwip/build.mk
include src/cli/built.mk

rooms := base http json api client
core_src := $(foreach room,$(rooms),$(wildcard src/$(room)/*.c))
cli_src := $(wildcard src/cli/*/*.c)
port_src := $(wildcard port/posix/*.c port/mbedtls/*.c port/mbedtls/*/*.c)
null_src := $(wildcard port/null/*.c)
sim_src := $(wildcard tests/simulator/*.c)

# The library and the program are the same bytes whatever the folder they are built in: what is optimized as a whole keeps
# the compiler's working folder, which has this name everywhere, and random names, which come from the file's own.
anywhere := PWD=/proc/self/cwd
seed = -frandom-seed=$<

# The compiler does not name them among a file's headers: they are included by mbedTLS's.
mbedtls_configs := $(wildcard port/mbedtls/config/*.h port/mbedtls/config/v4/*.h)

# $(call variant,NAME,CC,CFLAGS,CONFIG,PROGRAM_CFLAGS): objects below obj-NAME and the libraries made of them; what only the
# program is linked from has flags of its own on top. What the flags were is a file, so that other flags build anew.
define variant
$(call mbedtls_library,$(1),$(2),$(3) $(5),$(4))
objects_$(1) = $$(patsubst %.c,$(B)/obj-$(1)/%.o,$$(1))
core_$(1) := $(patsubst %.c,$(B)/obj-$(1)/%.o,$(core_src))
port_$(1) := $(patsubst %.c,$(B)/obj-$(1)/%.o,$(port_src))
compile_$(1) := $(if $(filter release lib,$(1)),$(anywhere) )$(2) $(standard)
cli_$(1) := $(patsubst %.c,$(B)/obj-$(1)/%.o,$(cli_src))
null_$(1) := $(patsubst %.c,$(B)/obj-$(1)/%.o,$(null_src))

$(B)/obj-$(1)/flags: always
	$(Q)mkdir -p $$(@D); printf '%s\n' '$(2) $(subst ','\'',$(3) $(4)) $$(HOT) $$(CA_BUNDLE)' | cmp -s - $$@ || \
	    printf '%s\n' '$(2) $(subst ','\'',$(3) $(4)) $$(HOT) $$(CA_BUNDLE)' >$$@
$(B)/obj-$(1)/date: always
	$(Q)mkdir -p $$(@D); printf '%s\n' '$$(SOURCE_DATE_EPOCH)' | cmp -s - $$@ || printf '%s\n' '$$(SOURCE_DATE_EPOCH)' >$$@

$(B)/obj-$(1)/src/cli/%.o: src/cli/%.c $(B)/obj-$(1)/flags Makefile | parts $(MBEDTLS_READY)
	$$(call say,CC,$$<)
	$(Q)mkdir -p $$(@D)
	$(Q)$$(compile_$(1)) -D_POSIX_C_SOURCE=200809L $$(built_$(1)) $(3) $(5) $$(seed) $$(own) -c -o $$@ $$<

$(B)/obj-$(1)/src/%.o: src/%.c $(B)/obj-$(1)/flags Makefile | parts
	$$(call say,CC,$$<)
	$(Q)mkdir -p $$(@D)
	$(Q)$$(compile_$(1)) -ffreestanding -fbuiltin $(3) $$(seed) $$(hot) -c -o $$@ $$<

$(B)/obj-$(1)/port/%.o: port/%.c $(B)/obj-$(1)/flags Makefile $(mbedtls_configs) | parts $(MBEDTLS_READY)
	$$(call say,CC,$$<)
	$(Q)mkdir -p $$(@D)
	$(Q)$$(compile_$(1)) $$(mbedtls_$(1)_cppflags) $(3) $$(seed) $$(own) -c -o $$@ $$<

# Compiled whenever anything else is, so that it knows when the program was built.
$(B)/obj-$(1)/port/mbedtls/base/built.o: private own = -DZIMPORT_BUILD_TIME=INT64_C\($$(build_time)\)
$(B)/obj-$(1)/port/mbedtls/base/built.o: $(B)/obj-$(1)/date $$(filter-out %/built.o,$$(core_$(1)) $$(port_$(1)) $(if $(filter lib tsan,$(1)),,$$(cli_$(1))))

$(B)/obj-$(1)/tests/%.o: tests/%.c $(B)/obj-$(1)/flags Makefile | parts need-host $(MBEDTLS_READY)
	$$(call say,CC,$$<)
	$(Q)mkdir -p $$(@D)
	$(Q)$(2) $(standard) -Itests/unit -Itests/fault -D_POSIX_C_SOURCE=200809L $$(mbedtls_$(1)_cppflags) $(3) -c -o $$@ $$<
endef

# What is shipped: the program, and the library, which fits into whatever others link: position-independent, no symbol that a
# shared object would pass on, and ordinary code only.
$(eval $(call variant,release,$(CC),$(CFLAGS) $(LTO) $(sections) $(guard_release),port/mbedtls/config/$(TLS).h,$(if $(filter -static,$(linking)),-fno-pie) -DZIMPORT_AES_TABLES_COMPUTED))
# THREADS=yes: for applications that have clients in several threads.
THREADS ?=
threaded := -DMBEDTLS_THREADING_C -DMBEDTLS_THREADING_PTHREAD
$(eval $(call variant,lib,$(CC),$(filter-out -flto%,$(CFLAGS)) $(sections) $(guard_lib) -fPIC -fvisibility=hidden$(if $(filter yes,$(THREADS)), $(threaded)),port/mbedtls/config/$(TLS).h))
shipped := release lib
$(cli_release): | $(built_inc)
# The date of the build, which a right clock is not before. SOURCE_DATE_EPOCH makes builds reproducible.
build_time = $(or $(SOURCE_DATE_EPOCH),$(shell date +%s))
# A static program has a heap of its own; it is no place for whole-program optimization, which knows malloc by name.
ifneq ($(filter -static,$(linking)),)
$(B)/obj-release/src/cli/run/heap.o: private own = -DZIMPORT_HEAP $(if $(LTO),-fno-lto)
endif
# Roots built in: the DER of a PEM file's certificates as a list of bytes.
ifneq ($(CA_BUNDLE),)
builtin_roots := $(shipped:%=$(B)/obj-%/port/mbedtls/trust/builtin.o)
$(builtin_roots): private own = -DZIMPORT_CA_BUNDLE -I$(B)
$(builtin_roots): $(B)/ca_bundle.inc
$(B)/ca_bundle.inc: $(CA_BUNDLE) port/mbedtls/trust/bundle.sh $(B)/obj-release/flags
	$(Q)sh port/mbedtls/trust/bundle.sh '$(CA_BUNDLE)' >$@
endif
# Every byte of a reply goes through the scanner: 1 KB more code for a third less time.
$(filter %/json/scanner.o %/json/strings.o,$(core_release) $(core_lib)): hot = $(if $(HOT),-O1 $(call taken,-finline-functions-called-once))
# Nearly all of a handshake's time goes through one product of numbers, where size is not all.
HOT ?= $(if $(filter default,$(TLS)),-O2 $(call taken,-finline-functions-called-once -fjump-tables))
$(shipped:%=$(B)/obj-%/port/mbedtls/base/montgomery.o): private own = $(HOT)
$(eval $(call variant,san,$(HOSTCC),-O1 -g $(sanitize),port/mbedtls/config/default.h))
$(eval $(call variant,fuzz,$(FUZZCC),-O1 -g -fsanitize=fuzzer-no-link -DZIMPORT_FUZZING $(sanitize),port/mbedtls/config/default.h))
$(eval $(call variant,plain,$(HOSTCC),-O2 -g -fno-omit-frame-pointer,port/mbedtls/config/default.h))
$(eval $(call variant,sim,$(HOSTCC),-O2 -g,))
# A machine that only ever built with musl-gcc has no headers for its own compiler.
mbedtls_host_libs := $(mbedtls_san_lib) $(mbedtls_fuzz_lib) $(mbedtls_plain_lib) $(mbedtls_sim_lib)
ifneq ($(mbedtls_host_libs),)
$(mbedtls_host_libs): | need-host
endif
-include $(shell find $(wildcard $(B)/obj-*) /dev/null -type f -name '*.d' 2>/dev/null)

.PHONY: all always parts fresh-test mbedtls4-test help demo test soak lint format budget bench fuzz examples clean distclean
all: $(B)/zimport $(B)/libzimport.a man completions

# What a build needs beside a compiler: port/needs.txt. All that the goals need is installed before anything else begins, by
# one call (see the end); what a file that is asked for by name needs beyond that, before it is made. Where all is there,
# nothing is run but look-ups.
ifeq ($(JSMN_DIR),)
JSMN := /usr/include/jsmn.h
else
JSMN := $(JSMN_DIR)/jsmn.h
endif
parts: $(B)/jsmn/jsmn.h

need_parts := all host unit fuzz firmware cross
.PHONY: needs $(need_parts:%=need-%)
$(need_parts:%=need-%): need-%:
	$(Q)sh port/need.sh $*
# One at a time.
need-host: | need-all
need-unit: | need-host
need-fuzz: | need-unit
need-firmware: | need-host
need-cross: | need-firmware

needs:
	@sh port/need.sh --table

# A folder with that one header: a cross compiler must not see the others of /usr/include.
$(B)/jsmn/jsmn.h: | need-all
	$(Q)mkdir -p $(@D)
	$(Q)cp $(JSMN) $@

# With mbedTLS in it, under names of its own.
$(B)/libzimport.a: $(core_lib) $(port_lib) $(mbedtls_lib_lib) port/private.sh
	$(call say,AR,$@)
	$(Q)AR='$(AR)' NM='$(NM)' OBJCOPY='$(OBJCOPY)' sh port/private.sh $@ '$(mbedtls_lib_lib)' $(core_lib) $(port_lib)

# An archive, so that the program takes only what it uses.
$(B)/obj-release/all.a: $(core_release) $(port_release)
	$(Q)rm -f $@ && $(AR) rcsD $@ $^

link_release = $(anywhere) $(CC) $(CFLAGS) $(LTO) $(linking) $(LDFLAGS) -o $@ $(cli_release) $(B)/obj-release/all.a \
    $(mbedtls_release_ldlibs)
$(B)/zimport: $(cli_release) $(B)/obj-release/all.a $(mbedtls_release_lib)
	$(call say,LINK,$@)
	$(Q)$(link_release)
	$(Q)$(STRIP) -R .comment $@

# The same with the sanitizers, for the tests.
$(B)/zimport-san: $(cli_san) $(port_san) $(core_san) $(mbedtls_san_lib)
	$(call say,LINK,$@)
	$(Q)$(HOSTCC) $(sanitize) -o $@ $(cli_san) $(port_san) $(core_san) $(mbedtls_san_ldlibs)

$(B)/tests/simulator: $(patsubst %.c,$(B)/obj-sim/%.o,$(sim_src)) $(mbedtls_sim_lib)
	$(call say,LINK,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(HOSTCC) -o $@ $^

# The picture of a run in README.md.
.PHONY: recording
recording: $(B)/zimport $(B)/tests/simulator $(B)/tests/system/screen
	$(Q)sh examples/recording.sh $(B) >$(B)/recording.svg && mv $(B)/recording.svg examples/recording.svg

demo: $(B)/zimport $(B)/tests/simulator
	$(Q)sh tests/simulator/demo.sh $(B)/zimport $(B)/tests/simulator

# Test programs: one a file. Archives, so that each takes only what it tests.
$(B)/tests/libunder.a: $(filter-out %/main.o,$(cli_san)) $(port_san) $(core_san) $(patsubst %.c,$(B)/obj-san/%.o,$(filter-out tests/fault/test_%,$(wildcard tests/fault/*.c)) tests/unit/tls_memory.c) $(B)/tests/tls_host.o
	$(call say,AR,$@)
	$(Q)mkdir -p $(@D)
	$(Q)rm -f $@ && $(AR) rcsD $@ $^

# A TLS server beside the client under test: its mbedTLS is another one, of which only tls_host_* is seen from outside.
$(B)/tests/tls_host.o: $(patsubst %,$(B)/obj-sim/tests/%.o,unit/tls_host simulator/certs simulator/text) $(mbedtls_sim_lib)
	$(call say,LINK,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(HOSTCC) -r -nostdlib -Wl,--wrap=mbedtls_ms_time,--defsym=__wrap_mbedtls_ms_time=tls_host_ms_time -o $@.parts $^
	$(Q)$(OBJCOPY) -w --keep-global-symbol='tls_host_*' $@.parts $@ && rm $@.parts

unit_tests := $(patsubst tests/%.c,$(B)/tests/%,$(wildcard tests/unit/test_*.c tests/fault/test_*.c))
$(unit_tests): $(B)/tests/%: $(B)/obj-san/tests/%.o $(B)/tests/libunder.a $(mbedtls_san_lib)
	$(call say,LINK,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(HOSTCC) $(sanitize) -o $@ $< $(B)/tests/libunder.a $(mbedtls_san_ldlibs) -lcmocka
$(patsubst %.c,$(B)/obj-san/%.o,$(wildcard tests/unit/*.c tests/fault/*.c)): | need-unit

# port/lwip on the host, against either line of lwIP: 2.2 with IPv6, once more with windows beyond 64 KiB, and 2.1 with
# neither. Undefined behaviour is looked for in the port and the tests, not in lwIP itself.
lwip_src := $(wildcard port/lwip/*.c) tests/lwip/net.c tests/lwip/names.c
define lwip_tests
$(call lwip_library,$(1),$(HOSTCC),-O1 -g -fsanitize=address -fno-omit-frame-pointer $(2),tests/lwip,$(3))
lwip_$(1)_tests := $(patsubst tests/lwip/%.c,$(B)/tests/$(1)/%$(4),$(wildcard tests/lwip/test_*.c))
$(B)/obj-$(1)/%.o: %.c Makefile | need-unit $$(lwip_$(1)_ready)
	$$(call say,CC,$$<)
	$(Q)mkdir -p $$(@D)
	$(Q)$(HOSTCC) $(standard) -Itests/unit $$(lwip_$(1)_cppflags) -O1 -g $(sanitize) $(2) -c -o $$@ $$<
$$(lwip_$(1)_tests): $(B)/tests/$(1)/%$(4): $(B)/obj-$(1)/tests/lwip/%.o $(lwip_src:%.c=$(B)/obj-$(1)/%.o) $$(lwip_$(1)_lib)
	$$(call say,LINK,$$@)
	$(Q)mkdir -p $$(@D)
	$(Q)$(HOSTCC) $(sanitize) -o $$@ $$^ -lcmocka
endef
$(eval $(call lwip_tests,lwip,-DLWIP_IPV6=1,,))
$(eval $(call lwip_tests,lwip-2.1,-DNET_LWIP_2_1,$(lwip_old_tree),_2.1))
$(eval $(call lwip_tests,lwip-wide,-DLWIP_WND_SCALE=1 -DTCP_RCV_SCALE=2 -DTCP_WND=200000,,_wide))
unit_tests += $(lwip_lwip_tests) $(lwip_lwip-2.1_tests) $(lwip_lwip-wide_tests)

# port/sockets against lwIP's sockets with its threads, for which LWIP_DIR has to have lwIP's contrib, and against the host's
# own. Its calls go by way of the tests', whose names glibc's `wide' ones would pass by.
sockets_calls := socket fcntl setsockopt getsockopt connect select send recv close getaddrinfo freeaddrinfo
# $(call sockets_tests,NAME,PREFIX OF THE CALLS,CPPFLAGS,MORE FILES,LIBRARIES)
define sockets_tests
sockets_$(1)_tests := $(patsubst tests/sockets/%.c,$(B)/tests/sockets-$(1)/%_$(1),$(wildcard tests/sockets/test_*.c))
$(B)/obj-sockets-$(1)/port/%.o: private own = $(foreach call,$(sockets_calls),-D$(2)$(call)=fake_$(call))
$(B)/obj-sockets-$(1)/%.o: %.c Makefile | need-unit $$(lwip_sockets_ready)
	$$(call say,CC,$$<)
	$(Q)mkdir -p $$(@D)
	$(Q)$(HOSTCC) $(filter-out $(wide),$(standard)) -Itests/unit -Itests/sockets -D_POSIX_C_SOURCE=200809L $(3) -O1 -g $(sanitize) $$(own) -c -o $$@ $$<
$$(sockets_$(1)_tests): $(B)/tests/sockets-$(1)/%_$(1): $(B)/obj-sockets-$(1)/tests/sockets/%.o \
        $(patsubst %.c,$(B)/obj-sockets-$(1)/%.o,$(wildcard port/sockets/*.c) tests/sockets/world.c tests/sockets/world_$(1).c $(4)) \
        $(core_san) $(5)
	$$(call say,LINK,$$@)
	$(Q)mkdir -p $$(@D)
	$(Q)$(HOSTCC) $(sanitize) -pthread -o $$@ $$^ -lcmocka
endef
$(eval $(call lwip_library,sockets,$(HOSTCC),-O1 -g -fsanitize=address -fno-omit-frame-pointer,tests/sockets,,api/*,contrib/ports/unix/port))
$(eval $(call sockets_tests,lwip,lwip_,-DZIMPORT_SOCKETS_LWIP $(lwip_sockets_cppflags),tests/lwip/names.c,$(lwip_sockets_lib)))
$(eval $(call sockets_tests,posix,,,,))
unit_tests += $(sockets_lwip_tests) $(sockets_posix_tests)

# Signatures on curves: our arithmetic, under the sanitizers, beside mbedTLS's own.
curve_test := $(B)/tests/curve/test_ecdsa
curve_objects := $(patsubst %,$(B)/obj-curve/%.o,$(addprefix port/mbedtls/base/,ecdsa field montgomery) $(basename $(wildcard tests/curve/*.c)))
$(curve_objects): $(B)/obj-curve/%.o: %.c Makefile | need-host $(MBEDTLS_READY)
	$(call say,CC,$<)
	$(Q)mkdir -p $(@D)
	$(Q)$(HOSTCC) $(standard) $(mbedtls_sim_cppflags) -DZIMPORT_SEAM_VERIFY -O2 -g $(sanitize) -c -o $@ $<
$(curve_test): $(curve_objects) $(mbedtls_sim_lib)
	$(call say,LINK,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(HOSTCC) $(sanitize) -o $@ $(curve_objects) $(mbedtls_sim_ldlibs)

# A million random comparisons, an hour: make curve-test. COMPARISONS=n and SEED=n for other runs.
.PHONY: curve-test
curve-test: $(curve_test)
	$(Q)$(curve_test) $(or $(COMPARISONS),1000000) $(SEED)

fuzz_targets := $(patsubst tests/%.c,$(B)/tests/%,$(wildcard tests/fuzz/fuzz_*.c))
$(fuzz_targets): $(B)/tests/%: $(B)/obj-fuzz/tests/%.o $(core_fuzz) $(B)/tests/libfuzzunder.a $(mbedtls_fuzz_lib)
	$(call say,LINK,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(FUZZCC) -fsanitize=fuzzer $(sanitize) -o $@ $< $(core_fuzz) $(B)/tests/libfuzzunder.a $(mbedtls_fuzz_ldlibs)
# An archive, so that a target takes only what it tests; in it the TLS server, which is not watched.
$(B)/tests/libfuzzunder.a: $(filter-out %/main.o,$(cli_fuzz)) $(port_fuzz) $(B)/tests/tls_host.o
	$(call say,AR,$@)
	$(Q)mkdir -p $(@D)
	$(Q)rm -f $@ && $(AR) rcsD $@ $^
$(core_fuzz) $(cli_fuzz) $(port_fuzz) $(mbedtls_fuzz_lib) $(patsubst $(B)/tests/%,$(B)/obj-fuzz/tests/%.o,$(fuzz_targets)): | need-fuzz

# Objects are kept, also those that only a chain of rules knows.
.SECONDARY:

system_tools := $(patsubst tests/%.c,$(B)/tests/%,$(wildcard tests/system/*.c))
# The one that has the library in it.
$(B)/tests/system/chains: $(B)/obj-san/tests/system/chains.o $(B)/tests/libunder.a $(mbedtls_san_lib)
	$(call say,LINK,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(HOSTCC) $(sanitize) -o $@ $< $(B)/tests/libunder.a $(mbedtls_san_ldlibs)
$(filter-out %/chains,$(system_tools)): $(B)/tests/system/%: $(B)/obj-sim/tests/system/%.o
	$(call say,LINK,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(HOSTCC) -o $@ $^

include examples/firmware/build.mk

# The soak test: under the sanitizers, and without them for valgrind and for resident memory.
soak_src := $(wildcard tests/soak/*.c)
soak_programs := $(B)/tests/soak/soak $(B)/tests/soak/soak-plain
$(B)/tests/soak/soak: $(soak_src:%.c=$(B)/obj-san/%.o) $(core_san) $(port_san) $(mbedtls_san_lib)
	$(call say,LINK,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(HOSTCC) $(sanitize) -o $@ $(filter %.o,$^) $(mbedtls_san_ldlibs)
$(B)/tests/soak/soak-plain: $(soak_src:%.c=$(B)/obj-plain/%.o) $(core_plain) $(port_plain) $(mbedtls_plain_lib)
	$(call say,LINK,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(HOSTCC) -o $@ $(filter %.o,$^) $(mbedtls_plain_ldlibs)

# Ten million polls in simulated time.
days_src := $(wildcard tests/days/*.c)
$(B)/tests/days/days: $(days_src:%.c=$(B)/obj-plain/%.o) $(core_plain)
	$(call say,LINK,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(HOSTCC) -o $@ $^
$(B)/tests/days/days-san: $(days_src:%.c=$(B)/obj-san/%.o) $(core_san)
	$(call say,LINK,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(HOSTCC) $(sanitize) -o $@ $^

# 100,000 polls of servers that misbehave at random, and a hundred times as many in simulated time. POLLS=n and SEED=n for
# other runs.
soak: $(soak_programs) $(B)/tests/simulator $(B)/tests/days/days
	$(Q)$(B)/tests/days/days $(or $(SEED),$$(date +%s)) $(or $(POLLS),100000)00
	$(Q)B=$(B) POLLS=$(or $(POLLS),100000) sh tests/soak/soak.sh sanitizers
	$(Q)B=$(B) sh tests/soak/soak.sh resident valgrind

FUZZ_SECONDS ?= 5
test: $(B)/zimport $(B)/zimport-san $(B)/tests/simulator $(unit_tests) $(fuzz_targets) $(system_tools) $(curve_test) $(B)/tests/soak/soak $(B)/tests/days/days-san examples
	$(Q)B=$(B) sh tests/system/sdk.sh
	$(Q)B=$(B) FUZZ_SECONDS=$(FUZZ_SECONDS) sh tests/run.sh $(unit_tests) -- $(fuzz_targets) -- \
	    $(wildcard tests/system/*_test.sh tests/calls/*_test.sh tests/curve/*_test.sh tests/coverage/*_test.sh tests/fresh/*_test.sh tests/packages/*_test.sh) tests/soak/soak.sh tests/days/days.sh

# The program with mbedTLS 4: MBEDTLS4_DIR names its source tree, and without one nothing is done.
mbedtls4-test: $(if $(MBEDTLS4_DIR),$(B)/tests/simulator $(system_tools) $(B)/jsmn/jsmn.h)
	$(Q)B=$(B) MAKE='$(MAKE)' MBEDTLS4_DIR='$(MBEDTLS4_DIR)' sh tests/system/mbedtls4.sh

# Debian of RELEASE with gcc, make and git alone, where `make demo` and `make test` have to do the rest. As root.
RELEASE ?= trixie
fresh-test:
	$(Q)B=$(B) RELEASE=$(RELEASE) sh tests/fresh/fresh.sh

# Longer: make fuzz FUZZ_SECONDS=3600
fuzz: FUZZ_SECONDS = 300
fuzz: $(fuzz_targets)
	$(Q)B=$(B) FUZZ_SECONDS=$(FUZZ_SECONDS) sh tests/run.sh -- $(fuzz_targets) --

lint: parts need-unit need-firmware $(B)/libzimport.a $(MBEDTLS_READY) $(lwip_lwip_ready)
	$(Q)B=$(B) sh tests/lint/lint.sh

format:
	$(Q)git ls-files -z '*.c' '*.h' | xargs -0 clang-format -i

budget: all $(lwip_lwip_ready)
	$(Q)B=$(B) MAKE='$(MAKE)' sh tests/budget/budget.sh

# Packages are built from a source without the tests.
include $(wildcard $(foreach suite,calls fuzz coverage mutants proofs threads cross,tests/$(suite)/$(suite).mk))
include port/dist/dist.mk

# What of port/needs.txt the settings make unneeded: sources that are there already need nothing to get them.
goals := $(or $(MAKECMDGOALS),all)
fetched := $(if $(MBEDTLS_DIR),,$(MBEDTLS_READY)) \
    $(if $(filter test lint firmware% budget,$(goals)),$(if $(LWIP_DIR),,$(lwip_tree)/$(lwip_header))) \
    $(if $(filter test firmware-test budget,$(goals)),$(lwip_old_tree)/$(lwip_header)) \
    $(if $(filter cross% dist,$(goals)),$(musl_ready)) $(if $(filter proofs,$(goals)),$(cbmc_ready))
UNNEEDED := $(if $(filter musl-gcc,$(notdir $(firstword $(CC)))),,musl-gcc) \
    $(if $(filter gcc cc clang,$(notdir $(firstword $(tool_cc)))),,/usr/include/stdlib.h) $(if $(filter gcc,$(HOSTCC)),,gcc) \
    $(if $(JSMN_DIR),/usr/include/jsmn.h) $(if $(filter-out $(wildcard $(fetched)),$(fetched)),,*sources) \
    $(if $(filter-out arm-none-eabi-,$(FIRMWARE_CROSS)),arm-none-eabi-gcc /usr/lib/picolibc/arm-none-eabi/include/stdio.h)
export UNNEEDED FUZZCC

# The choice of flags asks the compiler, so even that comes after installing: what installs is how to make a file that is
# included here, after which make begins anew.
needing := $(filter-out fresh-test $(if $(MBEDTLS4_DIR),,mbedtls4-test),$(filter $(shell sed -n 's/^target \([a-z0-9-]*\).*/\1/p' port/needs.txt),$(goals))) \
    $(if $(filter install% examples completions $(B)/%,$(goals)),all) $(if $(filter coverage,$(goals)),$(if $(filter system,$(WITH)),test))
only_shows := $(findstring n,$(filter-out --%,$(firstword -$(MAKEFLAGS))))
missing := $(if $(only_shows),,$(if $(strip $(needing)),$(shell UNNEEDED='$(UNNEEDED)' FUZZCC='$(FUZZCC)' sh port/need.sh --missing $(needing))))
ifneq ($(missing),)
include $(B)/installed.mk
$(B)/installed.mk: always
	$(Q)sh port/need.sh $(needing)
	$(Q)mkdir -p $(@D) && touch $@
endif

bench: all $(B)/tests/simulator
	$(Q)B=$(B) sh tests/bench/bench.sh

example_programs := $(patsubst %.c,$(B)/%,$(wildcard examples/*.c))
examples: $(example_programs)
$(B)/examples/%: $(B)/obj-lib/examples/%.o $(B)/libzimport.a
	$(call say,LINK,$@)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) $(linking) $(LDFLAGS) -o $@ $< $(B)/libzimport.a $(library_needs)
$(B)/obj-lib/examples/%.o: examples/%.c $(B)/obj-lib/flags | parts
	$(call say,CC,$<)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) $(standard) -D_POSIX_C_SOURCE=200809L $(CFLAGS) $(sections) -c -o $@ $<

# Packages for Debian, in $(B)/deb; deb-test installs, uses and purges them on a new Debian 12 and 13.
.PHONY: deb deb-test
deb: $(MBEDTLS_READY) parts
	$(Q)sh port/packages/deb.sh $(B) $(mbedtls_tree)
deb-test: deb $(B)/tests/simulator
	$(Q)B=$(B) sh tests/packages/deb.sh

include port/install/install.mk

# What was downloaded stays, so that the next build needs no network.
clean:
	$(Q)[ ! -d $(B) ] || find $(B) -mindepth 1 -maxdepth 1 ! -name '*-src*' -exec rm -rf {} +

distclean:
	$(Q)rm -rf $(B)

help:
	@sed -n 's/^#help //p; s/^#help$$//p' Makefile
#help Targets
#help   all         build/zimport (static) and build/libzimport.a; the default
#help   demo        start the simulator and follow an import in this terminal
#help   test        all tests, under sanitizers
#help   mbedtls4-test   the tests of TLS against mbedTLS 4, whose source tree is MBEDTLS4_DIR
#help   fresh-test  demo and test on a new Debian 13 (RELEASE=bookworm: 12) below build/fresh, as root and as a user
#help   coverage    branches that no test takes: of the core, by unit and fault tests; WITH=system: of the program, too
#help   curve-test  signatures beside mbedTLS's arithmetic, a million times; make test has some thousand
#help   soak        100,000 polls of servers that misbehave at random, ten million in simulated time
#help   calls       each system call of the program fails in each way it can, 3,500 runs; make test has some hundreds
#help   mutants     1,000 small changes of the code, of which unit and fault tests have to notice 95 %; COUNT=100 is quicker
#help   proofs      no input leads to undefined behaviour: proofs of the parsers with CBMC; ONLY="pem date" for some
#help   lint        layering, lengths, clang-tidy, gcc -fanalyzer, cppcheck, clang-format
#help   budget      measure sizes and memory against the committed numbers
#help   cross       build/cross/TARGET/zimport for aarch64, armhf, riscv64, mipsel, mips and s390x
#help   cross-test  the same, each run under emulation against the simulator; their sizes; unit tests where bytes are big-endian
#help   bench       this program beside curl and jq
#help   fuzz        each fuzz target for FUZZ_SECONDS (300)
#help   fuzz-coverage   what the committed inputs of each fuzz target reach of the files that it is for
#help   deb         build/deb: packages for Debian; deb-test tries them on a new Debian 12 and 13, as root
#help   completions build/completions: what bash, zsh and fish complete; installed with the program
#help   recording   examples/recording.svg, the run that README.md shows, played anew
#help   man         build/man: man pages of the library, zimport(3) and one of each public header
#help   examples    the programs below examples/
#help   firmware    build/firmware/firmware.elf, for a board with 64 KiB of RAM; firmware-demo runs it in QEMU
#help   firmware-test   the firmware in QEMU, against the simulator and real servers
#help   format      clang-format on every source
#help   needs       which packages the targets install where they are missing
#help   dist        what is published: sources that build offline, static programs, SHA256SUMS; dist-test tries it
#help   install     to DESTDIR and PREFIX (/usr/local); uninstall
#help   clean       what was built; distclean: what was downloaded too
#help
#help Settings
#help   TLS=default|tls12|small|small13|tiny   mbedTLS configuration, port/mbedtls/config/
#help   DIALECTS="v1 v2 milvus", VERBS="status wait list start commit abort", FORMATS="text json csv env ids"
#help                    what is built of the program; a list that is not given is whole. The first of FORMATS is the default
#help   FEATURES="bar verbose suggestions http-proxy client-certificate pin tls-session config write hook doctor"
#help                    the same; but as soon as one of the four is given, it is what it names
#help   CC, CFLAGS, LTO, LDFLAGS, CROSS_COMPILE=aarch64-linux-gnu-
#help   STATIC=no        a program that is linked to the C library dynamically
#help   THREADS=yes      a library for applications that have clients in several threads, with POSIX threads
#help   MBEDTLS=system   the installed mbedTLS (3.6 or newer), linked dynamically; MBEDTLS_DIR=DIR another source tree,
#help                    of 3.6 or 4.1
#help   CA_BUNDLE=FILE   PEM file with roots to build in, for machines without any
#help   FIRMWARE_TLS=small|small13, FIRMWARE_CPU=cortex-m4|cortex-m3, FIRMWARE_DIALECT=v1|v2|milvus
#help   LWIP_DIR=DIR     another source tree of lwIP (2.1 or newer), for port/lwip
#help   MUSL_DIR=DIR     another source tree of musl, for make cross
#help   JSMN_DIR=DIR     where jsmn.h is; B=DIR where to build; V=1 shows the commands
