/* The features that the system lists for its first CPU: x86 calls them flags, aarch64 Features. */
#include "infer/precision.h"

#include <stdio.h>
#include <string.h>

/* Is the word in the line, between blanks? */
static bool has_word(const char *line, const char *word)
{
    size_t length = strlen(word);
    for (const char *found = line; (found = strstr(found, word)); found += length)
        if (found > line && (found[-1] == ' ' || found[-1] == '\t') && strchr(" \n", found[length]))
            return true;
    return false;
}

bool sl__cpu_has_bf16(void)
{
    static const char *const words[] = {"avx512_bf16", "amx_bf16", "bf16"};
    char line[8192]; /* the line of flags is about 2000 bytes long today */
    bool found = false;
    FILE *file = fopen("/proc/cpuinfo", "re");
    while (file && !found && fgets(line, sizeof(line), file)) {
        if (strncmp(line, "flags", 5) && strncmp(line, "Features", 8))
            continue;
        for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
            found = found || has_word(line, words[i]);
        break;
    }
    if (file)
        fclose(file);
    return found;
}
