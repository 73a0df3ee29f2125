/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/text/errors.h"

#include <errno.h>
#include <stdint.h>
#include <string.h>

#include "cli/text/out.h"

/* In one order. */
static const uint16_t codes[] = {
    EPERM,      ENOENT,  EIO,       ENXIO,        ENOEXEC,       EBADF,    EAGAIN,      ENOMEM,
    EACCES,     EBUSY,   EEXIST,    EXDEV,        ENODEV,        ENOTDIR,  EISDIR,      EINVAL,
    ENFILE,     EMFILE,  ETXTBSY,   EFBIG,        ENOSPC,        EROFS,    EPIPE,       ENAMETOOLONG,
    ENOSYS,     ELOOP,   EPROTO,    EAFNOSUPPORT, EADDRNOTAVAIL, ENETDOWN, ENETUNREACH, ECONNABORTED,
    ECONNRESET, ENOBUFS, ETIMEDOUT, ECONNREFUSED, EHOSTUNREACH,  EDQUOT,
};
static const char texts[] = "Operation not permitted\0"
                            "No such file or directory\0"
                            "Input/output error\0"
                            "No such device or address\0"
                            "Exec format error\0"
                            "Bad file descriptor\0"
                            "Resource temporarily unavailable\0"
                            "Cannot allocate memory\0"
                            "Permission denied\0"
                            "Device or resource busy\0"
                            "File exists\0"
                            "Invalid cross-device link\0"
                            "No such device\0"
                            "Not a directory\0"
                            "Is a directory\0"
                            "Invalid argument\0"
                            "Too many open files in system\0"
                            "Too many open files\0"
                            "Text file busy\0"
                            "File too large\0"
                            "No space left on device\0"
                            "Read-only file system\0"
                            "Broken pipe\0"
                            "File name too long\0"
                            "Function not implemented\0"
                            "Too many levels of symbolic links\0"
                            "Protocol error\0"
                            "Address family not supported by protocol\0"
                            "Cannot assign requested address\0"
                            "Network is down\0"
                            "Network is unreachable\0"
                            "Software caused connection abort\0"
                            "Connection reset by peer\0"
                            "No buffer space available\0"
                            "Connection timed out\0"
                            "Connection refused\0"
                            "No route to host\0"
                            "Disk quota exceeded";

const char *error_words(int code) {
    static char memory[20];
    out to = {.data = memory, .capacity = sizeof memory - 1};
    const char *text = texts;

    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++) {
        if (codes[i] == code) {
            return text;
        }
        text += strlen(text) + 1;
    }
    out_text(&to, "error ");
    out_number(&to, (uint64_t)code);
    memory[to.size] = '\0';
    return memory;
}
