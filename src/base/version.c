/* The release of the library. */
#include <sightline/version.h>

const char *sl_version(void)
{
    return SL_VERSION;
}
