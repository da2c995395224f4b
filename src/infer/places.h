/*
 * Where models and engine libraries lie: a place named by the user, else a list of folders relative to the program (or
 * library) itself, so that both an installed prefix and a build folder inside the source tree work as they are.
 */
#ifndef SL_INFER_PLACES_H
#define SL_INFER_PLACES_H

#include <sightline/error.h>
#include <stddef.h>

/** Folders relative to sl__own_folder(), in the order of search; NULL-terminated. */
extern const char *const sl__places_models[];
extern const char *const sl__places_tflite[];
extern const char *const sl__places_openvino[];

/**
 * The first existing file of these folders.
 * @param pattern  a file name, or a glob pattern of which the last match in name order counts; "" : the folder itself
 * @return 0 or -ENOENT, without a sentence
 */
int sl__places_find(const char *const *places, const char *pattern, char *path, size_t size);

/** The same in one folder. */
int sl__places_find_in(const char *folder, const char *pattern, char *path, size_t size);

#endif
