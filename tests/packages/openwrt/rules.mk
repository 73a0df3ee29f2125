# SPDX-License-Identifier: Apache-2.0
#
# Stands in for OpenWrt's rules.mk and package.mk (which only points here): enough to carry out a package's recipe, with
# SUBMAKE in place of make. Settings: WORK, a folder with dl/.

INCLUDE_DIR = $(TOPDIR)
DL_DIR = $(WORK)/dl
BUILD_DIR = $(WORK)/build_dir
PKG_BUILD_DIR = $(BUILD_DIR)/$(PKG_NAME)-$(PKG_VERSION)
PKG_INSTALL_DIR = $(PKG_BUILD_DIR)/ipkg-install
TAR = tar
CP = cp -fpR
INSTALL_DIR = install -d -m0755
INSTALL_BIN = install -m0755
INSTALL_CONF = install -m0600
INSTALL_DATA = install -m0644

define Build/Prepare/Default
	mkdir -p $(PKG_BUILD_DIR)
	$(TAR) -C $(PKG_BUILD_DIR) --strip-components=1 -xzf $(DL_DIR)/$(PKG_SOURCE)
endef

# What a download says is printed by `make downloads`.
define Download
$(eval $(Download/$(1)))
downloads += $(strip $(URL))/$(strip $(URL_FILE)) $(strip $(FILE)) $(strip $(HASH))
endef

define BuildPackage
$(eval $(Package/$(1)))
.PHONY: all downloads
all:
	@$(if $(and $(SECTION),$(CATEGORY),$(TITLE),$(DEPENDS),$(Package/$(1)/description)),,echo 'a field is missing'; exit 1)
	$(Build/Prepare)
	$(SUBMAKE) -C $(PKG_BUILD_DIR) $(MAKE_FLAGS)
	$(SUBMAKE) -C $(PKG_BUILD_DIR) $(MAKE_FLAGS) $(if $(PKG_INSTALL),DESTDIR=$(PKG_INSTALL_DIR) install)
	$(call Build/InstallDev,$(WORK)/staging)
	$(call Package/$(1)/install,$(WORK)/root)
downloads:
	@echo '$(PKG_SOURCE_URL)/$(PKG_SOURCE) $(PKG_HASH)'
	@echo '$(downloads)'
endef
