################################################################################
#
# zimport, SPDX-License-Identifier: Apache-2.0
#
################################################################################

ZIMPORT_VERSION = 1.0.0
ZIMPORT_SITE = $(call qstrip,$(BR2_PACKAGE_ZIMPORT_SITE))
ZIMPORT_LICENSE = Apache-2.0
ZIMPORT_LICENSE_FILES = LICENSE
ZIMPORT_INSTALL_STAGING = YES
ZIMPORT_DEPENDENCIES = host-pkgconf jsmn mbedtls

ZIMPORT_MAKE_OPTS = \
	$(TARGET_CONFIGURE_OPTS) \
	MBEDTLS=system \
	JSMN_DIR=$(STAGING_DIR)/usr/include \
	PREFIX=/usr

define ZIMPORT_BUILD_CMDS
	$(TARGET_MAKE_ENV) $(MAKE) -C $(@D) $(ZIMPORT_MAKE_OPTS)
endef

define ZIMPORT_INSTALL_STAGING_CMDS
	$(TARGET_MAKE_ENV) $(MAKE) -C $(@D) $(ZIMPORT_MAKE_OPTS) \
		DESTDIR=$(STAGING_DIR) install-library
endef

define ZIMPORT_INSTALL_TARGET_CMDS
	$(TARGET_MAKE_ENV) $(MAKE) -C $(@D) $(ZIMPORT_MAKE_OPTS) \
		DESTDIR=$(TARGET_DIR) install-program
endef

# None begins by itself: each needs the name of a job.
define ZIMPORT_INSTALL_INIT_SYSTEMD
	$(foreach unit,zimport@.service zimport-status@.service zimport-status@.timer,
		$(INSTALL) -D -m 0644 $(@D)/examples/shell/systemd/$(unit) \
			$(TARGET_DIR)/usr/lib/systemd/system/$(unit)
		$(SED) 's:/usr/local/bin/:/usr/bin/:' \
			$(TARGET_DIR)/usr/lib/systemd/system/$(unit)
	)
endef

$(eval $(generic-package))
