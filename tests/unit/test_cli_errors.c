/* SPDX-License-Identifier: Apache-2.0 */
/* The texts of errors: the C library's, or a number. */
#include <errno.h>

#include "cli/text/errors.h"
#include "cli_run.h"

static void all(void **state) {
    (void)state;
    static const struct {
        int code;
        const char *words;
    } table[] = {
        {EPERM, "Operation not permitted"},
        {ENOENT, "No such file or directory"},
        {EIO, "Input/output error"},
        {ENXIO, "No such device or address"},
        {ENOEXEC, "Exec format error"},
        {EBADF, "Bad file descriptor"},
        {EAGAIN, "Resource temporarily unavailable"},
        {ENOMEM, "Cannot allocate memory"},
        {EACCES, "Permission denied"},
        {EBUSY, "Device or resource busy"},
        {EEXIST, "File exists"},
        {EXDEV, "Invalid cross-device link"},
        {ENODEV, "No such device"},
        {ENOTDIR, "Not a directory"},
        {EISDIR, "Is a directory"},
        {EINVAL, "Invalid argument"},
        {ENFILE, "Too many open files in system"},
        {EMFILE, "Too many open files"},
        {ETXTBSY, "Text file busy"},
        {EFBIG, "File too large"},
        {ENOSPC, "No space left on device"},
        {EROFS, "Read-only file system"},
        {EPIPE, "Broken pipe"},
        {ENAMETOOLONG, "File name too long"},
        {ENOSYS, "Function not implemented"},
        {ELOOP, "Too many levels of symbolic links"},
        {EPROTO, "Protocol error"},
        {EAFNOSUPPORT, "Address family not supported by protocol"},
        {EADDRNOTAVAIL, "Cannot assign requested address"},
        {ENETDOWN, "Network is down"},
        {ENETUNREACH, "Network is unreachable"},
        {ECONNABORTED, "Software caused connection abort"},
        {ECONNRESET, "Connection reset by peer"},
        {ENOBUFS, "No buffer space available"},
        {ETIMEDOUT, "Connection timed out"},
        {ECONNREFUSED, "Connection refused"},
        {EHOSTUNREACH, "No route to host"},
        {EDQUOT, "Disk quota exceeded"},
    };
    size_t known = 0;

    for (size_t i = 0; i < COUNT(table); i++) {
        CHECK_VIEW(zimport_view_of(error_words(table[i].code)), zimport_view_of(table[i].words), table[i].words);
        CHECK_VIEW(zimport_view_of(strerror(table[i].code)), zimport_view_of(table[i].words), table[i].words);
    }
    for (int code = 1; code < 4096; code++) {
        char number[32];

        snprintf(number, sizeof number, "error %d", code);
        known += strcmp(error_words(code), number) != 0;
    }
    assert_int_equal(known, COUNT(table));
}

int main(void) {
    static const struct CMUnitTest tests[] = {cmocka_unit_test(all)};

    return cmocka_run_group_tests_name("texts of errors", tests, NULL, NULL);
}
