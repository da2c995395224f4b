/*
 * Who is followed where. Each frame: look where people were; while a place is free, search the picture and look where nobody is
 * followed yet; of two on the same body one goes; number them.
 */
#include "landmark/people.h"

#include "landmark/body_box.h"

#include <errno.h>
#include <math.h>
#include <string.h>

/* Regions are squares around whole bodies, so those of people side by side overlap by half: only nearly the same one is the
 * same body. */
#define SAME_REGION_OVERLAP 0.8f
#define SAME_BODY_APART 0.2f ///< of sl__bodies_apart(): closer than this it is one body that is seen twice
#define SURPRISE_MARGIN 0.05f ///< see goes_first()

static struct sl_pose_opts pose_opts_of(const struct sl_holistic_opts *opts)
{
    return (struct sl_pose_opts){
        .static_image_mode = opts->static_image_mode,
        .model_complexity = opts->model_complexity,
        .smooth_landmarks = opts->smooth_landmarks,
        .enable_segmentation = opts->enable_segmentation,
        .smooth_segmentation = opts->smooth_segmentation,
        .segmentation_ratio = opts->segmentation_ratio,
        .reset_smoothing = opts->reset_smoothing,
        .min_detection_confidence = opts->min_detection_confidence,
        .min_tracking_confidence = opts->min_tracking_confidence,
        .engine = opts->engine,
    };
}

int sl__people_init(struct sl__people *people, const struct sl_holistic_opts *opts, struct sl_error *why)
{
    struct sl_pose_opts pose = pose_opts_of(opts);
    memset(people, 0, sizeof(*people));
    people->place_count = opts->max_people;
    people->is_static = opts->static_image_mode;
    /* Among several nobody knows whose hands those of the picture before are. */
    people->forget_parts = opts->static_image_mode && (opts->static_parts || opts->max_people > 1);
    for (int i = 0; i < people->place_count; i++)
        sl__pose_track_init(&people->place[i].track, &pose);
    return sl__pose_models_init(&people->pose, &pose, why);
}

void sl__people_finish(struct sl__people *people)
{
    sl__pose_models_finish(&people->pose);
    for (int i = 0; i < people->place_count; i++)
        sl__pose_track_finish(&people->place[i].track);
    memset(people, 0, sizeof(*people));
}

static void leave_place(struct sl__people *people, struct sl__place *place)
{
    sl__pose_track_lose(&place->track, &people->pose);
    place->here = false;
    memset(&place->person, 0, sizeof(place->person));
}

void sl__people_lose(struct sl__people *people)
{
    for (int i = 0; i < people->place_count; i++)
        leave_place(people, &people->place[i]);
    people->found_count = 0;
}

void sl__people_reset(struct sl__people *people)
{
    for (int i = 0; i < people->place_count; i++) {
        leave_place(people, &people->place[i]);
        sl__pose_track_reset(&people->place[i].track);
    }
    people->found_count = 0;
    sl__people_names_reset(&people->names);
}

/* Look for a body in one region. 0 or the failure. */
static int look_at(struct sl__people *people, struct sl__place *place, const struct sl_frame *frame,
                   const struct sl__rect *rect)
{
    int found = sl__pose_track_run(&place->track, &people->pose, frame, rect, &place->person.body);
    people->model_ns += people->pose.landmarker.model_ns;
    place->here = found > 0;
    return found < 0 ? found : 0;
}

static bool overlaps_any(const struct sl__rect *rect, const struct sl__rect *others, int count)
{
    for (int i = 0; i < count; i++)
        if (sl__rect_overlap(rect, &others[i]) > SAME_REGION_OVERLAP)
            return true;
    return false;
}

/* A place that was free before this frame, or NULL. One that was lost in it is searched for in the next, as in MediaPipe. */
static struct sl__place *free_place(struct sl__people *people, const bool *was_taken)
{
    for (int i = 0; i < people->place_count; i++)
        if (!was_taken[i] && !people->place[i].here)
            return &people->place[i];
    return NULL;
}

/* Search the whole picture and look where nobody is followed. @p taken: the regions of those who are. 0 or the failure. */
static int search(struct sl__people *people, const struct sl_frame *frame, const bool *was_taken, struct sl__rect *taken,
                  int taken_count)
{
    struct sl__rect rects[SL_PEOPLE_MAX];
    struct sl__place *place;
    int count = sl__pose_detect(&people->pose, frame, rects, people->place_count), err = 0;
    people->model_ns += people->pose.detector.model_ns;
    for (int i = 0; i < count && !err && (place = free_place(people, was_taken)); i++) {
        if (overlaps_any(&rects[i], taken, taken_count))
            continue;
        taken[taken_count++] = rects[i];
        /* Somebody new, without a past; alone one is taken for the same again, as MediaPipe does. */
        if (people->place_count > 1)
            sl__pose_track_reset(&place->track);
        err = look_at(people, place, frame, &rects[i]);
    }
    return count < 0 ? count : err;
}

/* How far a body is from where its way led, in long sides of its box; of somebody new: infinitely far. */
static float surprise_of(const struct sl__people *people, const struct sl__place *place, const struct sl_frame *frame)
{
    struct sl__rect box = sl__body_box(&place->person.body);
    float width = (float)frame->width_px, height = (float)frame->height_px, side = fmaxf(box.w * width, box.h * height);
    for (int i = 0; place->person.id && i < people->names.identities.count; i++) {
        const struct sl__identity *known = &people->names.identities.known[i];
        double passed = ((double)frame->pts_ns - (double)known->seen_ns) / 1e9;
        float seconds = passed > 0.0 ? (float)passed : 0.0f;
        if (known->id == place->person.id)
            return hypotf((known->rect.cx + known->speed_x * seconds - box.cx) * width,
                          (known->rect.cy + known->speed_y * seconds - box.cy) * height) / fmaxf(1e-6f, side);
    }
    return INFINITY;
}

/*
 * Of two that came onto the same body the later one goes, unless the other was clearly thrown off its way: then it was hidden, and
 * its region slid onto the one in front.
 */
static struct sl__place *who_goes(struct sl__people *people, const struct sl_frame *frame, struct sl__place *a,
                                  struct sl__place *b)
{
    bool b_later = !b->person.id || (a->person.id && a->person.id < b->person.id);
    struct sl__place *earlier = b_later ? a : b, *later = b_later ? b : a;
    if (later->person.id &&
        surprise_of(people, earlier, frame) > 2.0f * surprise_of(people, later, frame) + SURPRISE_MARGIN)
        return earlier;
    return later;
}

static void drop_doubles(struct sl__people *people, const struct sl_frame *frame)
{
    for (int i = 0; i < people->place_count; i++) {
        for (int k = i + 1; k < people->place_count; k++) {
            struct sl__place *a = &people->place[i], *b = &people->place[k];
            if (a->here && b->here &&
                sl__bodies_apart(&a->person.body, &b->person.body, frame->width_px, frame->height_px) < SAME_BODY_APART)
                leave_place(people, who_goes(people, frame, a, b));
        }
    }
}

/* Number everybody; a lower number has been followed longer. */
static void number(struct sl__people *people, const struct sl_frame *frame)
{
    struct sl__place *place[SL_PEOPLE_MAX];
    struct sl_person *person[SL_PEOPLE_MAX];
    int count = 0;
    for (int i = 0; i < people->place_count; i++) {
        if (!people->place[i].here)
            continue;
        place[count] = &people->place[i];
        person[count++] = &people->place[i].person;
    }
    sl__people_names_assign(&people->names, frame, person, count, people->place_count > 1);
    for (int i = 0; i < count; i++) {
        int at = i;
        for (; at > 0 && people->found[at - 1]->person.id > person[i]->id; at--)
            people->found[at] = people->found[at - 1];
        people->found[at] = place[i];
    }
    people->found_count = count;
}

int sl__people_look(struct sl__people *people, const struct sl_frame *frame)
{
    bool was_taken[SL_PEOPLE_MAX] = {false};
    struct sl__rect taken[2 * SL_PEOPLE_MAX];
    int taken_count = 0, err = 0;
    people->model_ns = 0;
    for (int i = 0; i < people->place_count && !err; i++) {
        struct sl__place *place = &people->place[i];
        if (people->forget_parts)
            memset(&place->person, 0, sizeof(place->person));
        was_taken[i] = place->here && !people->is_static;
        place->here = false;
        if (!was_taken[i])
            continue;
        taken[taken_count++] = place->track.rect;
        err = look_at(people, place, frame, &taken[taken_count - 1]);
    }
    if (!err && taken_count < people->place_count)
        err = search(people, frame, was_taken, taken, taken_count);
    if (err < 0)
        return err;
    for (int i = 0; i < people->place_count; i++)
        if (!people->place[i].here)
            leave_place(people, &people->place[i]);
    drop_doubles(people, frame);
    number(people, frame);
    return people->found_count;
}
