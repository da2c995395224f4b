/* A configuration file of any bytes: every value in range afterwards, every refusal with file and line. */
#include "base/error.h"
#include "fuzz.h"
#include "unit/options_sample.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct settings settings;
    struct sl_error why = {""};
    const struct sl__options_binding bindings[] = {{&sample_table, &settings}, {0}};
    REQUIRE(sl__options_init(&sample_table, &settings) == 0);
    int err = sl__options_read_text(bindings, (const char *)data, size, "a.conf", &why);
    REQUIRE(err == 0 || err == -EINVAL || err == -ENOENT || err == -E2BIG);
    REQUIRE((err == 0) == (why.text[0] == '\0'));
    int line = 0;
    REQUIRE(err == 0 || err == -E2BIG || (sscanf(why.text, "a.conf:%d: ", &line) == 1 && line >= 1));
    REQUIRE(settings_in_range(&settings));
    sl__options_finish(&sample_table, &settings);
    return 0;
}
