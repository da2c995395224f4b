/*
 * Regions of interest as MediaPipe's NormRect: in units of the picture's width and height. All arithmetic is float32, left to
 * right; that order is part of the result (see ARCHITECTURE.md, Exactness).
 */
#ifndef SL_LANDMARK_RECT_H
#define SL_LANDMARK_RECT_H

struct sl__rect {
    float cx, cy;   ///< centre, 0..1 of width and height; may leave the picture
    float w, h;     ///< size in the same units
    float rotation; ///< radians, clockwise on screen, -pi..pi
};

/** x, y of a point, 0..1 of the picture. */
struct sl__point {
    float x, y;
};

struct sl__rect_change {
    float scale, shift_x, shift_y; ///< the shift is in units of the unscaled size
};

/** pi * degrees / 180 in double, rounded to float. */
float sl__radians(float degrees);

/** An angle into -pi..pi: float in, double inside, float out. */
float sl__wrap_angle(float radians);

/** Rotation that turns the line from one point to another, both in pixels, onto the target direction. */
float sl__rotation_between(float x0, float y0, float x1, float y1, float target);

/**
 * Centre at one point, size twice the distance to another, turned so that the line between them points to @p target (radians).
 * Points in 0..1 of the picture. Source: alignment_points_to_rects_calculator.cc.
 */
struct sl__rect sl__rect_from_alignment(const float start[2], const float end[2], int width_px, int height_px, float target);

/**
 * The box around points, turned so that the line between two of them points to @p target. The maxima start at the smallest
 * positive float, as the original's do. Source: landmarks_to_detection_calculator.cc, detections_to_rects_calculator.cc.
 */
struct sl__rect sl__rect_from_points(const float (*points)[3], int count, int width_px, int height_px, int start, int end,
                                     float target);

/** The upright box around points, in 0..1 of the picture. */
struct sl__rect sl__rect_around(const float (*points)[3], int count);

/** Shift, make square by the longer side in pixels, scale: in this order. Source: rect_transformation_calculator.cc. */
struct sl__rect sl__rect_transform(const struct sl__rect *rect, int width_px, int height_px,
                                   const struct sl__rect_change *change);

/** Overlap of two boxes given by corners: intersection over union, 0 when they do not touch. */
float sl__overlap(const float a[4], const float b[4]);

/** The same for rects; rotation is ignored, units stay normalised. */
float sl__rect_overlap(const struct sl__rect *a, const struct sl__rect *b);

/**
 * Add rects to a list: each removes the earlier ones that it overlaps by more than @p threshold, and goes to the end.
 * Source: association_norm_rect_calculator. @p list has room for all. @return the new count
 */
int sl__rects_associate(struct sl__rect *list, int count, const struct sl__rect *more, int more_count, float threshold);

#endif
