/* SPDX-License-Identifier: Apache-2.0 */
/* Runs a fuzz target once for each FILE, without libFuzzer. */
#include "fuzz.h"

enum { INPUT_MOST = 1 << 16 };

int main(int argc, char **argv) {
    for (int i = 1; i < argc; i++) {
        uint8_t *bytes = malloc(INPUT_MOST);
        FILE *file = fopen(argv[i], "rb");
        REQUIRE(bytes != NULL && file != NULL);
        size_t size = fread(bytes, 1, INPUT_MOST, file);
        REQUIRE(size < INPUT_MOST && fclose(file) == 0);
        uint8_t *input = realloc(bytes, size > 0 ? size : 1);
        REQUIRE(input != NULL && LLVMFuzzerTestOneInput(input, size) == 0);
        free(input);
    }
    return 0;
}
