/* A source as a user may write it: refused with a sentence, or taken apart into values within their limits. */
#include "fuzz.h"
#include "media/grammar.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct source_spec spec;
    struct sl_error why = {""};
    char *text = malloc(size + 1);
    if (!text)
        return 0;
    memcpy(text, data, size);
    text[size] = '\0';
    int err = source_parse(&spec, text, &why);
    free(text);
    if (err < 0) {
        REQUIRE(why.text[0]);
        return 0;
    }
    REQUIRE(spec.name[0] && strlen(spec.name) < sizeof(spec.name));
    REQUIRE((spec.form == SOURCE_RAW) == !spec.body[0]);
    if (spec.form == SOURCE_RAW)
        REQUIRE(sl_frame_bytes(spec.pixels, spec.width_px, spec.height_px) > 0);
    if (spec.form == SOURCE_RAW || spec.form == SOURCE_IMAGES) {
        int64_t first_ns = source_rate_ns(spec.rate, 1), hour_ns = source_rate_ns(spec.rate, 3600);
        REQUIRE(first_ns >= 1000000 && first_ns <= 1000000000000 && hour_ns >= 3600 * first_ns);
    }
    return 0;
}
