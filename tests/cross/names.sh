# SPDX-License-Identifier: Apache-2.0
#
# The targets, and what others call them; sourced.

targets='aarch64 armhf riscv64 mipsel mips s390x'

triplet_of() { # TARGET: in the names of compilers
    case $1 in
    aarch64) echo aarch64-linux-gnu ;;
    armhf) echo arm-linux-gnueabihf ;;
    riscv64) echo riscv64-linux-gnu ;;
    mipsel) echo mipsel-linux-gnu ;;
    mips) echo mips-linux-gnu ;;
    s390x) echo s390x-linux-gnu ;;
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

# Unit tests that are nothing for a target, as patterns of make. mips: code is position-independent in a way that
# leaves no symbol of the TLS server in memory local; a static glibc's clock cannot be replaced where time_t has 64 bits; and
# qemu before 8.0 passes on this machine's number for a refused connection (test_tcp_race).
units_without() { # TARGET
    case $1 in
    mips) echo 'test_tls_% test_platform test_tcp_race' ;;
    esac
}
