/*
 * Faces as meshes of 468 points, with refinement 478 and both irises: MediaPipe's legacy face mesh.
 *
 *     sl_face_mesh_create(&mesh, NULL, &why);
 *     static struct sl_face found[SL_FACES_MAX];
 *     int count = sl_face_mesh_process(mesh, &frame, found, SL_FACES_MAX, &why);
 *     sl_face_mesh_destroy(&mesh);
 */
#ifndef SIGHTLINE_FACE_MESH_H
#define SIGHTLINE_FACE_MESH_H

#include <sightline/api.h>
#include <sightline/engine.h>
#include <sightline/error.h>
#include <sightline/frame.h>

SL_BEGIN_DECLS

#define SL_FACE_POINTS 468                     ///< without irises
#define SL_FACE_POINTS_MAX 478                 ///< with irises
#define SL_FACES_WANTED_MAX 16                 ///< largest max_num_faces
#define SL_FACES_MAX (2 * SL_FACES_WANTED_MAX) ///< more than max_num_faces may come back, as from MediaPipe

struct sl_face {
    int points;                         ///< SL_FACE_POINTS or SL_FACE_POINTS_MAX
    float image[SL_FACE_POINTS_MAX][3]; ///< x, y in 0..1 of the frame (y down, may leave it); z in frame widths,
                                        ///< negative is nearer. 468..472 the iris on the picture's left of an unmirrored
                                        ///< face, 473..477 the other
    float score;                        ///< 0..1: a face is there; above min_tracking_confidence
    int id;                             ///< the same from frame to frame while the face is followed; from 1
};

struct sl_face_mesh_opts {
    int static_image_mode;          ///< 0: follow faces from frame to frame; 1: search every frame; 0
    int max_num_faces;              ///< 1..SL_FACES_WANTED_MAX; 1
    int refine_landmarks;           ///< 1: better eyes and lips, and irises; 0
    float min_detection_confidence; ///< 0..1; 0.5
    float min_tracking_confidence;  ///< 0..1; 0.5
    struct sl_engine_opts engine;
};

struct sl_face_mesh;

/** The defaults of mp.solutions.face_mesh.FaceMesh, on the exact engine with one thread. */
SL_API struct sl_face_mesh_opts sl_face_mesh_opts_default(void);

/** Load the models. Ownership, results and threads as sl_pose_create(). */
SL_API int sl_face_mesh_create(struct sl_face_mesh **mesh, const struct sl_face_mesh_opts *opts, struct sl_error *why);

/**
 * Find the faces in one picture, following those of the picture before it.
 *
 * @param[out] found  room for @p cap faces; order as MediaPipe's
 * @param      cap    1..; SL_FACES_MAX is always enough. Faces beyond it are followed but not reported
 * @return faces found, 0..cap, or -EINVAL (an argument; tracking goes on as if never called), -EIO (the engine failed;
 *         the next call searches the whole picture). Allocates nothing.
 * Source: mediapipe v0.10.21, face_landmark_front_cpu.pbtxt and the graphs below it.
 */
SL_API int sl_face_mesh_process(struct sl_face_mesh *mesh, const struct sl_frame *frame, struct sl_face *found, int cap,
                                struct sl_error *why);

/** Forget the faces of the frame before. Takes NULL. One thread at a time. */
SL_API void sl_face_mesh_reset(struct sl_face_mesh *mesh);

/** Free everything; takes NULL and a pointer to NULL; leaves NULL behind. */
SL_API void sl_face_mesh_destroy(struct sl_face_mesh **mesh);

/** Sets of pairs of points that are drawn as lines; names as in mp.solutions.face_mesh. */
enum sl_face_lines {
    SL_FACE_LINES_LIPS, SL_FACE_LINES_LEFT_EYE, SL_FACE_LINES_LEFT_EYEBROW, SL_FACE_LINES_LEFT_IRIS,
    SL_FACE_LINES_RIGHT_EYE, SL_FACE_LINES_RIGHT_EYEBROW, SL_FACE_LINES_RIGHT_IRIS, SL_FACE_LINES_FACE_OVAL,
    SL_FACE_LINES_NOSE, SL_FACE_LINES_CONTOURS, SL_FACE_LINES_IRISES, SL_FACE_LINES_TESSELATION, SL_FACE_LINES_COUNT
};

/** count pairs of points. Constant. NULL and 0 for a set that does not exist. */
SL_API const uint16_t (*sl_face_connections(enum sl_face_lines lines, int *count))[2];

SL_END_DECLS

#endif
