/* The ways to compute SHA-256, for tests that compare them. Users call sl__sha256() of base/file.h. */
#ifndef SL_BASE_SHA256_H
#define SL_BASE_SHA256_H

#include <stddef.h>
#include <stdint.h>

enum sl__sha256_way {
    SL_SHA256_PLAIN,
    SL_SHA256_NI ///< x86 with SHA instructions
};

/** The fastest way this CPU has. */
enum sl__sha256_way sl__sha256_best(void);

/** @param way SL_SHA256_PLAIN or what sl__sha256_best() gave */
void sl__sha256_by(enum sl__sha256_way way, const void *data, size_t size, uint8_t digest[32]);

#endif
