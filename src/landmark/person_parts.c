/* Hands and faces beside each other. */
#include "landmark/person_parts.h"

#include <string.h>

static const char *const helper_names[SL_PERSON_HELPERS_MAX] = {"sl-person-1", "sl-person-2"};

static int side_by_side(int threads)
{
    return threads < SL_PARTS_COUNT ? threads : SL_PARTS_COUNT;
}

/* Half of what there is; the other half is the body's, whose threads may still be awake. */
static int threads_of_each(int threads)
{
    int each = threads / (2 * SL_PARTS_COUNT);
    return each > 1 ? each : 1;
}

int sl__person_parts_threads(int threads)
{
    return side_by_side(threads) * threads_of_each(threads);
}

int sl__person_parts_init(struct sl__person_parts *parts, bool refine_face, const struct sl_engine_opts *engine,
                          struct sl_error *why)
{
    memset(parts, 0, sizeof(*parts));
    struct sl_engine_opts each = *engine;
    int wanted = side_by_side(engine->threads), err = 0;
    each.threads = threads_of_each(engine->threads);
    parts->hand_count = wanted > 1 ? 2 : 1;
    for (int i = 0; i < parts->hand_count && !err; i++)
        err = sl__person_hand_init(&parts->hand[i], &each, why);
    if (!err)
        err = sl__person_face_init(&parts->face, refine_face, &each, why);
    while (!err && parts->helper_count < wanted - 1) {
        err = sl__helper_create(&parts->helper[parts->helper_count], helper_names[parts->helper_count], why);
        parts->helper_count += !err;
    }
    return err;
}

void sl__person_parts_finish(struct sl__person_parts *parts)
{
    for (int i = 0; i < parts->helper_count; i++)
        sl__helper_destroy(&parts->helper[i]);
    for (int i = 0; i < parts->hand_count; i++)
        sl__person_hand_finish(&parts->hand[i]);
    sl__person_face_finish(&parts->face);
    memset(parts, 0, sizeof(*parts));
}

static int run_hand(struct sl__person_parts *parts, enum sl_side side, struct sl_person *person, int64_t *model_ns)
{
    struct sl__person_hand *hand = &parts->hand[(int)side < parts->hand_count ? side : 0];
    bool left = side == SL_SIDE_LEFT;
    int err = sl__person_hand_run(hand, parts->frame, &person->body, side,
                                  left ? &person->has_left_hand : &person->has_right_hand,
                                  left ? person->left_hand : person->right_hand);
    *model_ns += hand->model_ns;
    return err;
}

static int run_face(struct sl__person_parts *parts, struct sl_person *person, int64_t *model_ns)
{
    int err = sl__person_face_run(&parts->face, parts->frame, &person->body, &person->has_face, &person->face);
    *model_ns += parts->face.model_ns;
    return err;
}

/* One part of everybody. */
static void run_part(struct sl__person_parts *parts, enum sl__person_part part)
{
    int err = 0;
    parts->part_ns[part] = 0;
    for (int i = 0; i < parts->people_count && !err; i++) {
        struct sl_person *person = parts->people[i];
        err = part == SL_PART_FACE ? run_face(parts, person, &parts->part_ns[part])
                                   : run_hand(parts, part == SL_PART_LEFT_HAND ? SL_SIDE_LEFT : SL_SIDE_RIGHT, person,
                                              &parts->part_ns[part]);
    }
    parts->result[part] = err;
}

static void take_parts(void *arg)
{
    struct sl__person_parts *parts = arg;
    int part;
    while ((part = atomic_fetch_add(&parts->next, 1)) < SL_PARTS_COUNT)
        run_part(parts, (enum sl__person_part)part);
}

int sl__person_parts_run(struct sl__person_parts *parts, const struct sl_frame *frame, struct sl_person *const *people,
                         int count, int64_t *model_ns)
{
    *model_ns = 0;
    if (count == 0)
        return 0;
    parts->frame = frame;
    parts->people = people;
    parts->people_count = count;
    atomic_store(&parts->next, 0);
    for (int i = 0; i < parts->helper_count; i++)
        sl__helper_submit(parts->helper[i], take_parts, parts);
    take_parts(parts);
    for (int i = 0; i < parts->helper_count; i++)
        sl__helper_wait(parts->helper[i]);
    int err = 0;
    for (int part = 0; part < SL_PARTS_COUNT; part++) {
        *model_ns += parts->part_ns[part];
        err = parts->result[part] < 0 ? parts->result[part] : err;
    }
    return err;
}
