/* Sizes of public structs by name. */
#include "tap.h"

#include <sightline/sightline.h>

static void a_public_struct_has_its_size(void)
{
    CHECK_INT(sl_abi_size("sl_error"), 256);
    CHECK_INT(sl_abi_size("sl_frame"), sizeof(struct sl_frame));
    CHECK_INT(sl_abi_size("sl_hand"), sizeof(struct sl_hand));
    CHECK_INT(sl_abi_size("sl_person"), sizeof(struct sl_person));
}

static void an_unknown_name_has_no_size(void)
{
    CHECK_INT(sl_abi_size("sl_hands"), 0); /* its inside is nobody's business */
    CHECK_INT(sl_abi_size("struct sl_frame"), 0);
    CHECK_INT(sl_abi_size(""), 0);
    CHECK_INT(sl_abi_size(NULL), 0);
}

int main(int argc, char **argv)
{
    TAP_BEGIN(argc, argv);
    RUN(a_public_struct_has_its_size);
    RUN(an_unknown_name_has_no_size);
    return TAP_END();
}
