/* SPDX-License-Identifier: Apache-2.0 */
/* --hook: a program that is told what becomes of the jobs. While it runs, nothing is asked and no bar is drawn. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/run/run.h"
#include "cli/run/signals.h"
#include "cli/settings/key.h"
#include "cli/text/errors.h"

/* How long it may run, and then to end by itself. */
#define LIMIT_MS 60000
#define GRACE_MS 2000
#define LIMIT_WORDS "stopped after 60 s"

/* The texts of a reply with all else that it is told; what it is given of the environment. */
#define VALUES_SIZE 131072
#define VARIABLES_MOST 4096

extern char **environ;
/* POSIX has it no more, C libraries do. A fork would bring 1.7 KB of locks along, and need memory for a copy, or an
 * MMU. Here the child shares our memory until it is another program: it makes system calls, and changes errno alone. */
pid_t vfork(void);

static char memory[VALUES_SIZE];
static char *variables[VARIABLES_MOST];
static volatile int not_executed; /* errno of the child, whose memory is ours until then */
static struct {
    out values;
    bool quoted;
    bool escaped;
} shell;

/* What eval would make of it, with a NUL behind each value. */
static bool unquote(void *context, const char *data, size_t size) {
    (void)context;
    for (; size > 0; size--, data++) {
        if (*data == '\'' && !shell.escaped) {
            shell.quoted = !shell.quoted;
        } else if (*data == '\\' && !shell.quoted && !shell.escaped) {
            shell.escaped = true;
        } else {
            out_byte(&shell.values, *data == '\n' && !shell.quoted ? '\0' : *data);
            shell.escaped = false;
        }
    }
    return true;
}

static bool begins(const char *text, const char *with) {
    return strncmp(text, with, strlen(with)) == 0;
}

/* Secrets, and what would stand there twice. */
static bool is_left_out(const char *variable, size_t own) {
    size_t name = strcspn(variable, "=");

    for (size_t i = 0; i < own; i++) {
        if (strncmp(variables[i], variable, name + 1) == 0) {
            return true;
        }
    }
    return begins(variable, "ZILLIZ_") || begins(variable, "AWS_") ||
           (name > 6 && zimport_view_is_nocase((zimport_view){variable + name - 6, 6}, "_proxy") &&
            strchr(variable, '@'));
}

static void make_environment(const run *r, size_t index, const zimport_progress *progress) {
    const zimport_job_phase *phase = progress_phase(r, index);
    const job_note *note = &r->jobs.notes[index];
    result given = {.job = r->jobs.jobs[index].id, .progress = progress};
    char buffer[64];
    out quoted = {.data = buffer, .capacity = sizeof buffer, .flush = unquote};
    size_t count = 0;
    size_t own;

    given.phase = zimport_view_of(phase && r->settings.dialect->phases ? phase->name : NULL);
    shell.values = (out){.data = memory, .capacity = sizeof memory};
    out_text(&quoted, "ZIMPORT_CLUSTER_ID=");
    out_view(&quoted, r->settings.cluster);
    out_text(&quoted, "\nZIMPORT_EXIT=");
    if (note->settled) {
        out_number(&quoted, (uint64_t)note->exit);
    }
    out_byte(&quoted, '\n');
    quote_set_terminal(false);
    format_env.result(&quoted, &given);
    quote_set_terminal(isatty(STDOUT_FILENO));
    out_flush(&quoted);
    for (char *at = memory; at < memory + shell.values.size; at += strlen(at) + 1) {
        variables[count++] = at;
    }
    own = count;
    for (char **at = environ; *at && count + 1 < VARIABLES_MOST; at++) {
        if (!is_left_out(*at, own)) {
            variables[count++] = *at;
        }
    }
    variables[count] = NULL;
}

/* In the child. Its own session keeps the terminal's signals away. */
static void execute(const char *program, const char *event) {
    char *arguments[] = {(char *)(uintptr_t)program, (char *)(uintptr_t)event, NULL};

    (void)setsid();
    for (int number = 1; number <= 64; number++) {
        (void)signal(number, SIG_DFL);
    }
    (void)close(STDIN_FILENO);
    (void)open("/dev/null", O_RDONLY);
    (void)dup2(STDERR_FILENO, STDOUT_FILENO);
    for (int fd = STDERR_FILENO + 1; fd < 65536; fd++) {
        (void)close(fd);
    }
    (void)execve(program, arguments, variables);
    not_executed = errno;
    _exit(1);
}

/* The number of the signal that it was asked to end with first, or 0. */
static int await(const run *r, pid_t child, int *status) {
    uint64_t limit = r->platform.base.now(&r->platform.base) + LIMIT_MS;
    int asked = 0;

    for (;;) {
        bool over = signals_take() != 0;
        uint64_t now = r->platform.base.now(&r->platform.base);
        pid_t ended;

        do {
            ended = waitpid(child, status, WNOHANG);
        } while (ended < 0 && errno == EINTR);
        if (ended != 0 || (asked == SIGKILL && now >= limit)) {
            break;
        }
        if (now >= limit || (over && !asked)) {
            asked = asked ? SIGKILL : SIGTERM;
            (void)kill(-child, asked);
            limit = now + GRACE_MS;
        }
        r->platform.base.sleep(&r->platform.base, limit);
    }
    if (asked) {
        (void)kill(-child, SIGKILL); /* what it has started */
    }
    return asked;
}

static void note_failure(const run *r, const char *event, zimport_view job, const char *words, int number) {
    static const char *told;
    static int told_number;
    out *to = words == told && number == told_number ? NULL : console_note();

    told = words;
    told_number = number;
    if (!to) {
        return;
    }
    out_text(to, "running ");
    quote_short(to, zimport_view_of(r->options->hook), false, 200);
    out_byte(to, ' ');
    out_text(to, event);
    out_text(to, " for ");
    out_view(to, job);
    out_text(to, ": ");
    out_text(to, words);
    if (number) {
        out_number(to, (uint64_t)number);
    }
    console_end_line(to);
}

/* Meanwhile no job can be seen to change, which is no stall. */
static void run_program(run *r, const char *event, zimport_view job) {
    uint64_t began = r->platform.base.now(&r->platform.base);
    int status = 0;
    pid_t child;

    console_clear();
    not_executed = 0;
    child = vfork();
    if (child == 0) {
        execute(r->options->hook, event);
    }
    if (child < 0) {
        not_executed = errno;
    } else if (await(r, child, &status)) {
        if (!signals_take()) {
            note_failure(r, event, job, LIMIT_WORDS, 0);
        }
    } else if (WIFSIGNALED(status)) {
        note_failure(r, event, job, "ended by signal ", WTERMSIG(status));
    } else if (status != 0 && !not_executed) {
        note_failure(r, event, job, "exit status ", WEXITSTATUS(status));
    }
    if (not_executed) {
        note_failure(r, event, job, error_words(not_executed), 0);
    }
    r->moved_at += r->platform.base.now(&r->platform.base) - began;
}

bool hook_check(const options *given, out *error) {
    struct stat about;
    sigset_t none;

    /* Else nobody would tell that it has ended; and it begins as we do. */
    (void)sigemptyset(&none);
    (void)sigprocmask(SIG_SETMASK, &none, NULL);
    if (access(given->hook, X_OK) == 0 && stat(given->hook, &about) == 0) {
        errno = EISDIR;
        if (!S_ISDIR(about.st_mode)) {
            return true;
        }
    }
    return key_refuse_file(options_source(given, &given->hook), ": cannot run '", given->hook, errno, error);
}

void hook_run(run *r, size_t index, const zimport_progress *progress) {
    static zimport_progress known; /* without a new answer */
    const zimport_job *job = &r->jobs.jobs[index];
    job_note *note = &r->jobs.notes[index];

    known.state = job->state;
    known.percent = job->percent;
    if ((note->settled || note->told != (unsigned)job->state + 1) && !signals_take()) {
        note->told = ((unsigned)job->state + 1) & 15U;
        make_environment(r, index, progress ? progress : &known);
        run_program(r, note->settled ? "end" : "change", job->id);
    }
}
