# SPDX-License-Identifier: Apache-2.0
#
# The targets, and what others call them; sourced.

targets='aarch64 armhf riscv64 mipsel'

triplet_of() { # TARGET: in the names of compilers
    case $1 in
    aarch64) echo aarch64-linux-gnu ;;
    armhf) echo arm-linux-gnueabihf ;;
    riscv64) echo riscv64-linux-gnu ;;
    mipsel) echo mipsel-linux-gnu ;;
    esac
}

cpu_of() { # TARGET: in the names of emulators
    case $1 in
    armhf) echo arm ;;
    *) echo "$1" ;;
    esac
}

emulator_of() { # TARGET: the program, if it is installed
    command -v "qemu-$(cpu_of "$1")" || command -v "qemu-$(cpu_of "$1")-static"
}
