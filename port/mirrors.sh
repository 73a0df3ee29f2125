#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# mirrors.sh FOLDER [SUFFIX]: where this machine gets Debian from, most likely first, a line each; with -security, where it
# gets Debian's security updates from. FOLDER is for lists of apt's that need not be there. Without downloaded lists
# indextargets knows nothing.

set -eu

suffix=${2-}
codename=$(. /etc/os-release && printf %s "${VERSION_CODENAME:-none}")
{
    apt-get indextargets --format '$(ORIGIN) $(RELEASE) $(COMPONENT) $(REPO_URI)' 2>/dev/null |
        sed -n "s|^Debian [a-z]*$suffix main \(.*\)|\1|p"
    apt-get -o Dir::State::Lists="$1/lists" -o Dir::Cache="$1/cache" update --print-uris 2>/dev/null |
        sed -n "s#^'\(.*/\)dists/\($codename\|stable\|testing\|sid\)$suffix/InRelease'.*#\1#p"
} | awk '!seen[$0]++'
