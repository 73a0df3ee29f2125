#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# enter.sh TREE WHO FOLDER [NAME=VALUE...] COMMAND...: runs a command in FOLDER of the system below TREE, as WHO, with
# an environment as after a login. Called in its own mount and process namespaces. The tree becomes the root of all
# mounts, so that what runs there can make namespaces in turn.

set -eu

tree=$1
who=$2
folder=$3
shift 3
mount --bind "$tree" "$tree"
mount -t proc proc "$tree/proc"
mount --rbind /dev "$tree/dev"
mount --rbind /sys "$tree/sys"
cd "$tree"
pivot_root . mnt
umount -l /mnt
cd "$folder"
home=$(getent passwd "$who" | cut -d: -f6)
path=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
[ "$who" = root ] || path=/usr/local/bin:/usr/bin:/bin
exec setpriv --reuid "$who" --regid "$who" --init-groups env -i HOME="$home" USER="$who" LOGNAME="$who" PATH="$path" \
    TERM=dumb "$@"
