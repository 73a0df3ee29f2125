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

space := $(subst ,, )
# What is written in a file comes from here, so that both say the same. A path below PREFIX is given from there.
below = $(patsubst $(PREFIX)/%,$(2)/%,$(1))
up := ../..$(subst $(space),,$(foreach d,$(subst /, ,$(LIBDIR:$(PREFIX)/%=%)),/..))
filled = sed -e 's|@version@|$(version)|g' -e 's|@prefix@|$(PREFIX)|g' \
    -e 's|@libdir@|$(call below,$(LIBDIR),$(1))|g' -e 's|@includedir@|$(call below,$(INCLUDEDIR),$(1))|g' \
    -e 's|@up@|$(up)|g' -e 's|@limits@|$(2)|g' -e 's|@needs@|$(3)|g'

.PHONY: install install-program install-library uninstall
install: install-program install-library

install-program: $(B)/zimport
	install -d '$(DESTDIR)$(BINDIR)' '$(DESTDIR)$(MANDIR)/man1'
	install -m 755 $(B)/zimport '$(DESTDIR)$(BINDIR)/zimport'
	install -m 644 src/cli/zimport.1 '$(DESTDIR)$(MANDIR)/man1/zimport.1'

install-library: $(B)/libzimport.a
	install -d '$(DESTDIR)$(INCLUDEDIR)/zimport' '$(DESTDIR)$(LIBDIR)/pkgconfig' '$(DESTDIR)$(LIBDIR)/cmake/zimport'
	install -m 644 include/zimport/*.h '$(DESTDIR)$(INCLUDEDIR)/zimport/'
	install -m 644 $(B)/libzimport.a '$(DESTDIR)$(LIBDIR)/libzimport.a'
	$(call filled,$${prefix},$(limits),$(mbedtls_parts)) port/install/zimport.pc.in \
	    >'$(DESTDIR)$(LIBDIR)/pkgconfig/zimport.pc'
	$(call filled,$${prefix},$(subst $(space),;,$(limits:-D%=%)),$(subst $(space),;,$(library_needs))) \
	    port/install/zimportConfig.cmake.in >'$(DESTDIR)$(LIBDIR)/cmake/zimport/zimportConfig.cmake'
	$(filled) port/install/zimportConfigVersion.cmake.in \
	    >'$(DESTDIR)$(LIBDIR)/cmake/zimport/zimportConfigVersion.cmake'

uninstall:
	rm -f '$(DESTDIR)$(BINDIR)/zimport' '$(DESTDIR)$(LIBDIR)/libzimport.a' '$(DESTDIR)$(LIBDIR)/pkgconfig/zimport.pc' \
	    '$(DESTDIR)$(MANDIR)/man1/zimport.1'
	rm -rf '$(DESTDIR)$(INCLUDEDIR)/zimport' '$(DESTDIR)$(LIBDIR)/cmake/zimport'
