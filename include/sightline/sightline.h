/* The whole API in one include. */
#ifndef SIGHTLINE_SIGHTLINE_H
#define SIGHTLINE_SIGHTLINE_H

#include <sightline/engine.h>
#include <sightline/error.h>
#include <sightline/frame.h>
#include <sightline/hands.h>
#include <sightline/version.h>

#endif
