# SPDX-License-Identifier: Apache-2.0
#
# ZIMPORT_URL is where the release is; with the tarball in DL_DIR nothing is downloaded. Its SHA-256, which `make dist` prints,
# goes into SRC_URI[zimport.sha256sum] of a .bbappend or of this file; without it bitbake stops and says what it found.

require zimport.inc

ZIMPORT_URL ?= "https://zimport.invalid/releases"
JSMN_VERSION = "1.1.0"

SRC_URI = "${ZIMPORT_URL}/${BP}.tar.gz;name=zimport \
           https://github.com/zserge/jsmn/archive/refs/tags/v${JSMN_VERSION}.tar.gz;name=jsmn;downloadfilename=jsmn-${JSMN_VERSION}.tar.gz;subdir=${BP} \
           "
SRC_URI[jsmn.sha256sum] = "5f0913a10657fe7ec8d5794ccf00a01000e3e1f2f1e1f143c34a0f7b47edcb38"
