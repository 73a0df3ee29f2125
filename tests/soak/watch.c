/* SPDX-License-Identifier: Apache-2.0 */
/* What mbedTLS holds, the heap where a sanitizer knows its size, else resident memory; descriptors and children. */
#include <dirent.h>
#include <errno.h>
#include <malloc.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "soak.h"

#if defined(__SANITIZE_ADDRESS__)
/* gcc comes without the header. NOLINTNEXTLINE(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp) */
size_t __sanitizer_get_current_allocated_bytes(void);
#endif

/* A C library's own caches, pages first used late, and so on. */
enum { RESIDENT_SLACK_KB = 256 };

static struct {
    size_t pieces, bytes;           /* that mbedTLS holds now */
    size_t most_bytes, allocations; /* ever */
    size_t base_pieces, base_bytes; /* without a connection */
    size_t heap, heap_first;
    long descriptors, descriptors_first;
    long resident, resident_first, resident_most; /* KB */
    unsigned samples;
} watch;

static void *watch_allocate(size_t count, size_t size) {
    void *memory = calloc(count, size);

    if (memory != NULL) {
        watch.pieces++;
        watch.allocations++;
        watch.bytes += malloc_usable_size(memory);
        watch.most_bytes = watch.bytes > watch.most_bytes ? watch.bytes : watch.most_bytes;
    }
    return memory;
}

static void watch_release(void *memory) {
    if (memory != NULL) {
        watch.pieces--;
        watch.bytes -= malloc_usable_size(memory);
        free(memory);
    }
}

void watch_init(void) {
    zimport_tls_set_allocator(watch_allocate, watch_release);
}

void watch_idle(struct soak *soak) {
    size_t i;

    for (i = 0; i < soak->lane_count; i++) {
        if (lane_is_tls(&soak->lanes[i]) && soak->lanes[i].client.open) {
            return;
        }
    }
    if (watch.samples > 0 && (watch.pieces != watch.base_pieces || watch.bytes != watch.base_bytes)) {
        soak->wrong = "mbedTLS holds other memory than before, without a connection";
    }
}

static long count_descriptors(void) {
    DIR *folder = opendir("/proc/self/fd");
    long count = 0;

    if (folder == NULL) {
        return -1;
    }
    while (readdir(folder) != NULL) {
        count++;
    }
    (void)closedir(folder);
    return count - 3; /* . and .. and the folder's own */
}

/* In KB; 0 if not known. */
static long read_status(const char *name) {
    FILE *file = fopen("/proc/self/status", "r");
    char line[128];
    long value = 0;

    while (file != NULL && fgets(line, sizeof line, file) != NULL) {
        if (strncmp(line, name, strlen(name)) == 0) {
            value = strtol(line + strlen(name), NULL, 10);
        }
    }
    if (file != NULL) {
        (void)fclose(file);
    }
    return value;
}

static size_t heap_size(void) {
#if defined(__SANITIZE_ADDRESS__)
    return __sanitizer_get_current_allocated_bytes();
#else
    return 0;
#endif
}

static const char *compare(const struct soak *soak) {
    if (watch.descriptors != watch.descriptors_first) {
        return "another number of descriptors than before";
    }
    if (watch.heap != watch.heap_first) {
        return "another size of the heap than before";
    }
    if (soak->resident && watch.resident > watch.resident_first + RESIDENT_SLACK_KB) {
        return "more resident memory than before";
    }
    return NULL;
}

bool watch_sample(struct soak *soak) {
    bool first = watch.samples == 0;

    lanes_close(soak);
    watch.descriptors = count_descriptors();
    watch.resident = read_status("VmRSS:");
    watch.heap = heap_size();
    if (first) {
        watch.base_pieces = watch.pieces;
        watch.base_bytes = watch.bytes;
        watch.descriptors_first = watch.descriptors;
        watch.resident_first = watch.resident;
        watch.heap_first = watch.heap;
    }
    watch.samples++;
    watch_idle(soak);
    if (soak->wrong == NULL) {
        soak->wrong = compare(soak);
    }
    if (soak->wrong == NULL && (waitpid(-1, NULL, WNOHANG) != -1 || errno != ECHILD)) {
        soak->wrong = "a child process is left";
    }
    return soak->wrong == NULL;
}

void watch_report(void) {
    printf("# watched %u times: descriptors %ld, then %ld; resident %ld KB, then %ld KB, at most %ld KB\n",
           watch.samples, watch.descriptors_first, watch.descriptors, watch.resident_first, watch.resident,
           read_status("VmHWM:"));
    printf("# mbedTLS: %zu allocations, at most %zu bytes at a time, %zu bytes in %zu pieces without a connection\n",
           watch.allocations, watch.most_bytes, watch.base_bytes, watch.base_pieces);
    if (watch.heap > 0) {
        printf("# heap: %zu bytes, then %zu\n", watch.heap_first, watch.heap);
    }
}
