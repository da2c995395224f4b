/* Which release this is, at compile time and at run time. */
#ifndef SIGHTLINE_VERSION_H
#define SIGHTLINE_VERSION_H

#include <sightline/api.h>

SL_BEGIN_DECLS

#define SL_VERSION "0.1.0"

/** The release of the library that runs, "0.1.0". */
SL_API const char *sl_version(void);

SL_END_DECLS

#endif
