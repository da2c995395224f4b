/* What a holistic object holds. For this module and its tests. */
#ifndef SL_LANDMARK_HOLISTIC_STATE_H
#define SL_LANDMARK_HOLISTIC_STATE_H

#include "landmark/people.h"
#include "landmark/person_parts.h"

struct sl__holistic_cost {
    int64_t total_ns, model_ns; ///< of the last call; with several threads the models' times add up
};

struct sl_holistic {
    struct sl_holistic_opts opts;
    struct sl__people people;
    struct sl__person_parts parts;
    struct sl__holistic_cost cost;
};

#endif
