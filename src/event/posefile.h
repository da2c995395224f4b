/*
 * The parts of a .pose file (https://github.com/sign-language-processing/pose, docs/specs, version 0.2), little-endian:
 *
 *   head    float version; ushort width, height, depth; the components with their points, limbs and colours
 *   body    float fps; uint frames; ushort people
 *           float data[frames][people][points][3]; float confidence[frames][people][points]
 *
 * The components are those that the Python package pose-format 0.15.0 writes for MediaPipe Holistic, byte for byte.
 */
#ifndef SL_EVENT_POSEFILE_H
#define SL_EVENT_POSEFILE_H

#include "base/buffer.h"
#include "event/event.h"
#include <sys/types.h>

/** The components in their order. */
enum pose_part { POSE_BODY, POSE_FACE, POSE_LEFT_HAND, POSE_RIGHT_HAND, POSE_WORLD, POSE_PARTS };

/** Points of all parts of one person. */
#define POSE_PERSON_POINTS(face_points) (2 * SL_POSE_POINTS + (face_points) + 2 * SL_HAND_POINTS)

#define POSE_HEAD_ROOM 16384 ///< the head and the three numbers of the body fit
#define POSE_BODY_START 10   ///< bytes of fps, frames and people

/** Append the head, and the body's first numbers with no frame in it. @p face_points 468 or 478. */
int pose_head(struct sl__buffer *out, int32_t width_px, int32_t height_px, int face_points, int people);

/** The lines of the face mesh in the package's order. */
#define POSE_MESH_LINES 2556
extern const uint16_t pose_mesh_lines[POSE_MESH_LINES][2];

/** Who has which of the places in the file, from frame to frame; 0: nobody. */
struct pose_places {
    int id[SL_PEOPLE_MAX];
};

/** One frame's numbers, and what is kept to make the next one's. */
struct pose_frame {
    int people, face_points;
    int32_t width_px, height_px; ///< that coordinates are scaled to
    float *data;                 ///< [people][points][3]
    float *confidence;           ///< [people][points]; 0: not there
    struct pose_places person, face, left_hand, right_hand;
};

/** An event as one frame. */
void pose_frame_fill(struct pose_frame *frame, const struct sl__event *event);

/**
 * The file on disk. It is whole at any moment: it says to hold more frames than were written, the others being empty, because
 * all confidences stand behind all data; when that room is used up it doubles, and the end takes the empty frames away.
 */
struct pose_store {
    int fd;
    off_t start;             ///< of data
    size_t confidence_bytes; ///< of a frame; its data has three times as many
    uint32_t room, frames;   ///< in frames
    char name[512];          ///< for sentences
    char copy[1 << 16];
};

int pose_store_open(struct pose_store *store, const char *path, struct sl_error *why);

/** Write the head, or write it again: then its size is the same. @p points are those of all people. */
int pose_store_head(struct pose_store *store, const struct sl__buffer *head, size_t points, struct sl_error *why);

int pose_store_append(struct pose_store *store, const struct pose_frame *frame, struct sl_error *why);
int pose_store_rate(struct pose_store *store, float fps, struct sl_error *why);
int pose_store_close(struct pose_store *store, struct sl_error *why);

#endif
