/* SPDX-License-Identifier: Apache-2.0 */
/*
 * canary PROGRAM ARGUMENT...: runs a program until it first writes something, and prints the word that its functions
 * check
 * (-fstack-protector), where x86-64 has it. Exit 77: another processor, or tracing is not allowed here.
 */
#include <signal.h>
#include <stdio.h>
#include <sys/ptrace.h>
#include <sys/types.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

enum { UNKNOWN = 77 };

#if defined(__x86_64__)

enum { WRITE = 1, WRITEV = 20, CANARY = 0x28 };

/* Runs to the next system call, or out of one. False: the program has ended. */
static int steps(pid_t child, struct user_regs_struct *registers) {
    int status;

    return ptrace(PTRACE_SYSCALL, child, NULL, NULL) == 0 && waitpid(child, &status, 0) == child &&
           WIFSTOPPED(status) && ptrace(PTRACE_GETREGS, child, NULL, registers) == 0;
}

int main(int count, char **arguments) {
    struct user_regs_struct registers;
    pid_t child = count > 1 ? fork() : -1;
    int result = UNKNOWN;

    if (child < 0) {
        return 2;
    }
    if (child == 0) {
        if (ptrace(PTRACE_TRACEME, 0, NULL, NULL) == 0) {
            (void)execv(arguments[1], arguments + 1);
        }
        _exit(UNKNOWN);
    }
    if (waitpid(child, &result, 0) == child && WIFSTOPPED(result)) {
        result = 1;
        while (result == 1 && steps(child, &registers)) {
            if (registers.orig_rax == WRITE || registers.orig_rax == WRITEV) {
                long word = ptrace(PTRACE_PEEKDATA, child, (void *)(registers.fs_base + CANARY), NULL);
                (void)printf("%016lx\n", (unsigned long)word);
                result = 0;
            }
        }
        (void)kill(child, SIGKILL);
        (void)waitpid(child, NULL, 0);
        return result;
    }
    return UNKNOWN;
}

#else

int main(void) {
    return UNKNOWN;
}

#endif
