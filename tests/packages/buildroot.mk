# SPDX-License-Identifier: Apache-2.0
#
# Stands in for Buildroot: carries out the commands of the package zimport. MK is its zimport.mk, WORK a folder with the unpacked
# source in src/, SUBMAKE stands in for make.

qstrip = $(subst ",,$(1))
BR2_PACKAGE_ZIMPORT_SITE = "file:///srv"
TARGET_CONFIGURE_OPTS = CC=target-gcc AR=target-ar PKG_CONFIG=host-pkg-config
STAGING_DIR = $(WORK)/staging
TARGET_DIR = $(WORK)/target
INSTALL = install
SED = sed -i
generic-package =
override MAKE = $(SUBMAKE)

include $(MK)

.PHONY: all
all: private @D = $(WORK)/src
all:
	@[ '$(ZIMPORT_SITE)' = file:///srv ] && [ '$(ZIMPORT_DEPENDENCIES)' = 'host-pkgconf jsmn mbedtls' ]
	$(ZIMPORT_BUILD_CMDS)
	$(ZIMPORT_INSTALL_STAGING_CMDS)
	$(ZIMPORT_INSTALL_TARGET_CMDS)
	$(ZIMPORT_INSTALL_INIT_SYSTEMD)
