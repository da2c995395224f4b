/* The whole API in one include. */
#ifndef SIGHTLINE_SIGHTLINE_H
#define SIGHTLINE_SIGHTLINE_H

#include <sightline/abi.h>
#include <sightline/draw.h>
#include <sightline/engine.h>
#include <sightline/error.h>
#include <sightline/face_detection.h>
#include <sightline/face_mesh.h>
#include <sightline/frame.h>
#include <sightline/gaze.h>
#include <sightline/gesture.h>
#include <sightline/hands.h>
#include <sightline/head_pose.h>
#include <sightline/holistic.h>
#include <sightline/mood.h>
#include <sightline/pose.h>
#include <sightline/ring.h>
#include <sightline/version.h>

#endif
