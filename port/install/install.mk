# SPDX-License-Identifier: Apache-2.0
#
# make install, included by the root Makefile: the program, the library with what pkg-config and CMake need to know of it,
# headers and man pages. Settings: DESTDIR, PREFIX, and where things go below PREFIX.

BINDIR ?= $(PREFIX)/bin
LIBDIR ?= $(PREFIX)/lib
INCLUDEDIR ?= $(PREFIX)/include
MANDIR ?= $(PREFIX)/share/man

version := $(shell sed -n 's/^.define ZIMPORT_VERSION "\(.*\)"/\1/p' include/zimport/config.h)
# Limits that the library was built with, which the application must have, too.
limits := $(filter -DZIMPORT_%,$(CFLAGS))
# With MBEDTLS=system, whose library it is that ours needs.
library_needs := $(if $(mbedtls_lib_lib),,$(mbedtls_lib_ldlibs))

# What is written in a file comes from here, so that both say the same. A path below PREFIX is given from there.
below = $(patsubst $(PREFIX)/%,$(2)/%,$(1))
up := ../..$(subst $(space),,$(foreach d,$(subst /, ,$(LIBDIR:$(PREFIX)/%=%)),/..))
filled = sed -e 's|@version@|$(version)|g' -e 's|@prefix@|$(PREFIX)|g' \
    -e 's|@libdir@|$(call below,$(LIBDIR),$(1))|g' -e 's|@includedir@|$(call below,$(INCLUDEDIR),$(1))|g' \
    -e 's|@up@|$(up)|g' -e 's|@limits@|$(2)|g' -e 's|@needs@|$(3)|g'

# The library's man pages: one by hand, and one of each public header (zimport.h: zimport_client), from its comments.
man3_pages := $(B)/man/zimport.3 $(patsubst %,$(B)/man/zimport_%.3,$(patsubst zimport,client,$(basename $(notdir $(wildcard include/zimport/*.h)))))
.PHONY: man
man: $(man3_pages)
$(B)/man/zimport.3: src/zimport.3
	$(Q)mkdir -p $(@D) && cp $< $@
$(B)/man/zimport_client.3: include/zimport/zimport.h
$(foreach page,$(filter-out %/zimport.3 %/zimport_client.3,$(man3_pages)),$(eval $(page): include/zimport/$(patsubst zimport_%.3,%,$(notdir $(page))).h))
$(filter-out %/zimport.3,$(man3_pages)): src/man3.awk src/zimport.3
	$(call say,MAN,$@)
	$(Q)mkdir -p $(@D) && awk -f src/man3.awk src/zimport.3 $(filter %.h,$^) >$@

.PHONY: install install-program install-library uninstall
install: install-program install-library

install-program: $(B)/zimport
	install -d '$(DESTDIR)$(BINDIR)' '$(DESTDIR)$(MANDIR)/man1' '$(DESTDIR)$(MANDIR)/man5'
	install -m 755 $(B)/zimport '$(DESTDIR)$(BINDIR)/zimport'
	install -m 644 src/cli/zimport.1 '$(DESTDIR)$(MANDIR)/man1/zimport.1'
	install -m 644 src/cli/zimport.conf.5 '$(DESTDIR)$(MANDIR)/man5/zimport.conf.5'

install-library: $(B)/libzimport.a $(man3_pages)
	install -d '$(DESTDIR)$(INCLUDEDIR)/zimport' '$(DESTDIR)$(LIBDIR)/pkgconfig' '$(DESTDIR)$(LIBDIR)/cmake/zimport' \
	    '$(DESTDIR)$(MANDIR)/man3'
	install -m 644 include/zimport/*.h '$(DESTDIR)$(INCLUDEDIR)/zimport/'
	install -m 644 $(man3_pages) '$(DESTDIR)$(MANDIR)/man3/'
	install -m 644 $(B)/libzimport.a '$(DESTDIR)$(LIBDIR)/libzimport.a'
	$(call filled,$${prefix},$(limits),$(mbedtls_parts)) port/install/zimport.pc.in \
	    >'$(DESTDIR)$(LIBDIR)/pkgconfig/zimport.pc'
	$(call filled,$${prefix},$(subst $(space),;,$(limits:-D%=%)),$(subst $(space),;,$(library_needs))) \
	    port/install/zimportConfig.cmake.in >'$(DESTDIR)$(LIBDIR)/cmake/zimport/zimportConfig.cmake'
	$(filled) port/install/zimportConfigVersion.cmake.in \
	    >'$(DESTDIR)$(LIBDIR)/cmake/zimport/zimportConfigVersion.cmake'

uninstall:
	rm -f '$(DESTDIR)$(BINDIR)/zimport' '$(DESTDIR)$(LIBDIR)/libzimport.a' '$(DESTDIR)$(LIBDIR)/pkgconfig/zimport.pc' \
	    '$(DESTDIR)$(MANDIR)/man1/zimport.1' '$(DESTDIR)$(MANDIR)/man5/zimport.conf.5' $(patsubst $(B)/man/%,'$(DESTDIR)$(MANDIR)/man3/%',$(man3_pages))
	rm -rf '$(DESTDIR)$(INCLUDEDIR)/zimport' '$(DESTDIR)$(LIBDIR)/cmake/zimport'
