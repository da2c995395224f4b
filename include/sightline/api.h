/* What every public header needs: the mark of an exported function and the promise of C linkage. */
#ifndef SIGHTLINE_API_H
#define SIGHTLINE_API_H

#if defined(__GNUC__)
#define SL_API __attribute__((visibility("default")))
#else
#define SL_API
#endif

#ifdef __cplusplus
#define SL_BEGIN_DECLS extern "C" {
#define SL_END_DECLS }
#else
#define SL_BEGIN_DECLS
#define SL_END_DECLS
#endif

#endif
