/* Numbers by motion, corrected by looks. */
#include "landmark/people_names.h"

#include "landmark/body_box.h"

#include <string.h>

#define MEMORY_NS 3e9          /* how long colours are remembered */
#define CLEARLY 0.15f          /* colours must be nearer by this before a number changes hands */
#define ALIKE 0.3f             /* so near: somebody new may be somebody lost */
#define TOUCHING 0.05f         /* boxes that overlap more are not seen apart */

struct sighting {
    int id;
    bool clear; ///< nobody else near, so the colours are this one's
    struct sl__rect box;
    struct sl__body_colours colours;
};

static struct sl__known_look *look_of(struct sl__people_names *names, int id)
{
    for (int i = 0; i < SL_PEOPLE_REMEMBERED; i++)
        if (names->known[i].id == id)
            return &names->known[i];
    return NULL;
}

static void see(struct sighting *sightings, const struct sl_frame *frame, struct sl_person *const *people, int count)
{
    for (int i = 0; i < count; i++) {
        struct sighting *s = &sightings[i];
        s->clear = !sl__body_colours_see(&s->colours, frame, &people[i]->body);
        for (int k = 0; k < count; k++)
            if (k != i && sl__rect_overlap(&s->box, &sightings[k].box) > TOUCHING)
                s->clear = false;
    }
}

/* Two known things change numbers, seen or not. What was not seen is now where the other was mistaken for it. */
static void exchange(struct sl__people_names *names, int a, int b)
{
    struct sl__identities *identities = &names->identities;
    for (int i = 0; i < identities->count; i++) {
        struct sl__identity *known = &identities->known[i];
        known->id = known->id == a ? b : known->id == b ? a : known->id;
    }
}

/* Both are seen apart, and each looks like the other's number. */
static void correct_pair(struct sl__people_names *names, struct sighting *a, struct sighting *b)
{
    const struct sl__known_look *look_a = look_of(names, a->id), *look_b = look_of(names, b->id);
    if (!a->clear || !b->clear || !look_a || !look_b)
        return;
    float as_is = sl__body_colours_apart(&a->colours, &look_a->colours) + sl__body_colours_apart(&b->colours, &look_b->colours);
    float other = sl__body_colours_apart(&a->colours, &look_b->colours) + sl__body_colours_apart(&b->colours, &look_a->colours);
    if (other + CLEARLY >= as_is)
        return;
    exchange(names, a->id, b->id);
    int id = a->id;
    a->id = b->id;
    b->id = id;
}

static bool is_seen(const struct sighting *sightings, int count, int id)
{
    for (int i = 0; i < count; i++)
        if (sightings[i].id == id)
            return true;
    return false;
}

/* One looks like somebody who is lost, and not like the number that it has, or has a new number. */
static void correct_one(struct sl__people_names *names, struct sighting *sightings, int count, struct sighting *one,
                        int64_t pts_ns)
{
    const struct sl__known_look *own = look_of(names, one->id), *best = NULL;
    float limit = own ? sl__body_colours_apart(&one->colours, &own->colours) - CLEARLY : ALIKE;
    for (int i = 0; one->clear && i < SL_PEOPLE_REMEMBERED; i++) {
        const struct sl__known_look *look = &names->known[i];
        if (!look->id || (double)pts_ns - (double)look->seen_ns > MEMORY_NS || is_seen(sightings, count, look->id))
            continue;
        float apart = sl__body_colours_apart(&one->colours, &look->colours);
        if (apart < limit) {
            limit = apart;
            best = look;
        }
    }
    if (best) {
        exchange(names, one->id, best->id);
        one->id = best->id;
    }
}

/* Where somebody new is remembered: nobody's place, or that of who was lost longest ago. */
static struct sl__known_look *room_for(struct sl__people_names *names)
{
    struct sl__known_look *oldest = &names->known[0];
    for (int i = 0; i < SL_PEOPLE_REMEMBERED; i++) {
        struct sl__known_look *look = &names->known[i];
        if (!look->id)
            return look;
        if (look->seen_ns < oldest->seen_ns)
            oldest = look;
    }
    return oldest;
}

static void learn(struct sl__people_names *names, const struct sighting *sighting, int64_t pts_ns)
{
    struct sl__known_look *look = look_of(names, sighting->id);
    if (look)
        look->seen_ns = pts_ns;
    if (!sighting->clear)
        return;
    if (look)
        sl__body_colours_learn(&look->colours, &sighting->colours);
    else
        *room_for(names) = (struct sl__known_look){sighting->id, pts_ns, sighting->colours};
}

void sl__people_names_reset(struct sl__people_names *names)
{
    sl__identities_reset(&names->identities);
    memset(names->known, 0, sizeof(names->known));
}

void sl__people_names_assign(struct sl__people_names *names, const struct sl_frame *frame, struct sl_person *const *people,
                             int count, bool looks)
{
    struct sighting sightings[SL_PEOPLE_MAX];
    struct sl__rect box[SL_PEOPLE_MAX] = {{0}};
    int id[SL_PEOPLE_MAX];
    for (int i = 0; i < count; i++)
        sightings[i].box = box[i] = sl__body_box(&people[i]->body);
    sl__identities_assign(&names->identities, box, count, frame->pts_ns, id);
    for (int i = 0; i < count; i++)
        sightings[i].id = id[i];
    if (looks) {
        see(sightings, frame, people, count);
        for (int i = 0; i < count; i++)
            for (int k = i + 1; k < count; k++)
                correct_pair(names, &sightings[i], &sightings[k]);
        for (int i = 0; i < count; i++)
            correct_one(names, sightings, count, &sightings[i], frame->pts_ns);
        for (int i = 0; i < count; i++)
            learn(names, &sightings[i], frame->pts_ns);
    }
    for (int i = 0; i < count; i++)
        people[i]->id = sightings[i].id;
}
