/* When eyes looked away: the list "eye_out_of_view" of google-mediapipe-gst. */
#ifndef SL_LANDMARK_GAZE_TIMES_H
#define SL_LANDMARK_GAZE_TIMES_H

/** All zero: none yet. */
struct sl__gaze_times {
    double *kept; ///< seconds, in the order of their coming
    int count, room;
    double latest;
};

/**
 * A frame in which eyes looked away. Its time is rounded to 3, then to 2 decimals, and kept if it is more than a second
 * from every time kept so far.
 * @return 1 kept, 0 not kept, -ENOMEM (the list is as before). Constant time while times grow.
 */
int sl__gaze_times_add(struct sl__gaze_times *times, double seconds);

void sl__gaze_times_finish(struct sl__gaze_times *times); ///< leaves all zero

#endif
