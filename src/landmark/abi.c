/* Sizes of the public structs, by name. */
#include <sightline/sightline.h>

#include <string.h>

#define STRUCT(name) {#name, sizeof(struct name)}

static const struct {
    const char *name;
    size_t bytes;
} types[] = {
    STRUCT(sl_error),
    STRUCT(sl_frame),
    STRUCT(sl_engine_opts),
    STRUCT(sl_hands_opts),
    STRUCT(sl_hand),
    STRUCT(sl_pose_opts),
    STRUCT(sl_body),
    STRUCT(sl_face_detection_opts),
    STRUCT(sl_detection),
    STRUCT(sl_face_mesh_opts),
    STRUCT(sl_face),
    STRUCT(sl_holistic_opts),
    STRUCT(sl_person),
    STRUCT(sl_gesture),
    STRUCT(sl_head_pose),
    STRUCT(sl_gaze),
    STRUCT(sl_eyes),
    STRUCT(sl_mood),
    STRUCT(sl_canvas),
    STRUCT(sl_ring_reader_opts),
    STRUCT(sl_ring_frame),
    STRUCT(sl_ring_batch),
    STRUCT(sl_ring_stat),
};

size_t sl_abi_size(const char *type)
{
    for (size_t i = 0; type && i < sizeof(types) / sizeof(types[0]); i++)
        if (strcmp(types[i].name, type) == 0)
            return types[i].bytes;
    return 0;
}
