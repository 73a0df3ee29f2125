/* SPDX-License-Identifier: Apache-2.0 */
/* Linked in place of _exit into what counts: a child that ends at once has counted, too. One that shares its parent's
 * memory leaves the parent to begin at nought, so that nothing is counted twice. */

void exit_uncounted(int status) __asm__("__real__exit") __attribute__((noreturn));
void exit_counted(int status) __asm__("__wrap__exit") __attribute__((noreturn));
void write_counts(void) __asm__("__gcov_dump");
void forget_counts(void) __asm__("__gcov_reset");

void exit_counted(int status) {
    write_counts();
    forget_counts();
    exit_uncounted(status);
}
