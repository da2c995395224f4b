/* "key=value,key" as it stands behind a flag: every value in range afterwards, every refusal with a sentence. */
#include "base/error.h"
#include "fuzz.h"
#include "unit/options_sample.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = malloc(size + 1);
    if (!text)
        return 0;
    memcpy(text, data, size);
    text[size] = '\0';
    struct settings settings;
    struct sl_error why = {""};
    REQUIRE(sl__options_init(&sample_table, &settings) == 0);
    int err = sl__options_set_list(&sample_table, &settings, text, "--hands", &why);
    REQUIRE(err == 0 || err == -EINVAL || err == -ENOENT);
    REQUIRE((err == 0) == (why.text[0] == '\0'));
    REQUIRE(err == 0 || !strncmp(why.text, "--hands: ", 9));
    REQUIRE(settings_in_range(&settings));
    sl__options_finish(&sample_table, &settings);
    free(text);
    return 0;
}
