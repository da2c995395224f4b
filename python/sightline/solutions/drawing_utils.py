"""Landmarks and detections drawn on pictures: the functions of mp.solutions.drawing_utils, with their pixels, without OpenCV.

Functions take messages of this package and of protobuf alike.
"""
import dataclasses
import math
from collections.abc import Mapping
from typing import Tuple

import numpy as np

from sightline._canvas import Canvas
from sightline.formats.location_data_pb2 import LocationData

SEEN = 0.5                         # visibility and presence from which a point is drawn
CHANNELS = 3
BORDER = 1.2                       # radius of a point's white border to the point's own

WHITE_COLOR = (224, 224, 224)
BLACK_COLOR = (0, 0, 0)
RED_COLOR = (0, 0, 255)
GREEN_COLOR = (0, 128, 0)
BLUE_COLOR = (255, 0, 0)


@dataclasses.dataclass
class DrawingSpec:
    """How something is drawn: a BGR colour, a line's thickness (below 0: filled) and a circle's radius in pixels."""
    color: Tuple[int, int, int] = WHITE_COLOR
    thickness: int = 2
    circle_radius: int = 2


def _normalized_to_pixel_coordinates(normalized_x, normalized_y, image_width, image_height):
    """The pixel (x, y) of a place in parts of the picture; None for one outside."""
    def inside(value):
        return (value > 0 or math.isclose(0, value)) and (value < 1 or math.isclose(1, value))

    if not (inside(normalized_x) and inside(normalized_y)):
        return None
    return (min(math.floor(normalized_x * image_width), image_width - 1),
            min(math.floor(normalized_y * image_height), image_height - 1))


def _size(image):
    if image.shape[2] != CHANNELS:
        raise ValueError('Input image must contain three channel bgr data.')
    return image.shape[1], image.shape[0]


def _seen(landmark):
    return not (landmark.HasField('visibility') and landmark.visibility < SEEN or
                landmark.HasField('presence') and landmark.presence < SEEN)


def _pairs(connections, count, places):
    """The connections of which both ends have a place."""
    for connection in connections or ():
        start, end = connection[0], connection[1]
        if not (0 <= start < count and 0 <= end < count):
            raise ValueError('Landmark index is out of range: no connection from landmark #%s to #%s among %d'
                             % (start, end, count))
        if start in places and end in places:
            yield connection, places[start], places[end]


def _spec_of(specs, key):
    return specs[key] if isinstance(specs, Mapping) else specs


def draw_detection(image, detection, keypoint_drawing_spec=DrawingSpec(color=RED_COLOR), bbox_drawing_spec=DrawingSpec()):
    """Draw the box and the key points of a detection on a BGR picture, in place."""
    location = detection.location_data
    if not location:
        return
    size = _size(image)
    if location.format != LocationData.RELATIVE_BOUNDING_BOX:
        raise ValueError('LocationData must be relative for this drawing function: format RELATIVE_BOUNDING_BOX')
    with Canvas(image) as canvas:
        for keypoint in location.relative_keypoints:
            canvas.circle(_normalized_to_pixel_coordinates(keypoint.x, keypoint.y, *size),
                          keypoint_drawing_spec.circle_radius, keypoint_drawing_spec.color, keypoint_drawing_spec.thickness)
        if location.HasField('relative_bounding_box'):
            box = location.relative_bounding_box
            canvas.rectangle(_normalized_to_pixel_coordinates(box.xmin, box.ymin, *size),
                             _normalized_to_pixel_coordinates(box.xmin + box.width, box.ymin + box.height, *size),
                             bbox_drawing_spec.color, bbox_drawing_spec.thickness)


def draw_landmarks(image, landmark_list, connections=None, landmark_drawing_spec=DrawingSpec(color=RED_COLOR),
                   connection_drawing_spec=DrawingSpec(), is_drawing_landmarks=True):
    """Draw landmarks and the connections between them on a BGR picture, in place.

    connections              pairs of indices; none: no lines
    landmark_drawing_spec    one for all, or by index; None: no points
    connection_drawing_spec  one for all, or by connection
    is_drawing_landmarks     False: lines alone
    """
    if not landmark_list:
        return
    size = _size(image)
    landmarks = landmark_list.landmark
    places = {index: _normalized_to_pixel_coordinates(landmark.x, landmark.y, *size)
              for index, landmark in enumerate(landmarks) if _seen(landmark)}
    places = {index: place for index, place in places.items() if place}
    with Canvas(image) as canvas:
        for connection, start, end in _pairs(connections, len(landmarks), places):
            spec = _spec_of(connection_drawing_spec, connection)
            canvas.line(start, end, spec.color, spec.thickness)
        if is_drawing_landmarks and landmark_drawing_spec:
            for index, place in places.items():
                spec = _spec_of(landmark_drawing_spec, index)
                border = max(spec.circle_radius + 1, int(spec.circle_radius * BORDER))
                canvas.circle(place, border, WHITE_COLOR, spec.thickness)
                canvas.circle(place, spec.circle_radius, spec.color, spec.thickness)


def draw_axis(image, rotation, translation, focal_length=(1.0, 1.0), principal_point=(0.0, 0.0), axis_length=0.1,
              axis_drawing_spec=DrawingSpec()):
    """Draw the three axes of an object on a BGR picture, in place: x red, y green, z blue.

    rotation, translation    from the object to the camera
    focal_length, principal_point  of the camera, in units of the picture from -1 to 1
    axis_length              in units of the object
    """
    width, height = _size(image)
    tips = np.float32([[0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1]])
    seen = np.matmul(rotation, axis_length * tips.T).T + translation
    depth = seen[..., 2] + 1e-5                  # of mediapipe, against a division by zero
    x = np.clip(-focal_length[0] * seen[..., 0] / depth + principal_point[0], -1., 1.)
    y = np.clip(-focal_length[1] * seen[..., 1] / depth + principal_point[1], -1., 1.)
    places = list(zip(np.int32((1 + x) * 0.5 * width), np.int32((1 - y) * 0.5 * height)))
    with Canvas(image) as canvas:
        for tip, colour in zip(places[1:], (RED_COLOR, GREEN_COLOR, BLUE_COLOR)):
            canvas.arrow(places[0], tip, colour, axis_drawing_spec.thickness)


def _normalize_color(color):
    return tuple(value / 255. for value in color)


def plot_landmarks(landmark_list, connections=None, landmark_drawing_spec=DrawingSpec(color=RED_COLOR, thickness=5),
                   connection_drawing_spec=DrawingSpec(color=BLACK_COLOR, thickness=5), elevation=10, azimuth=10):
    """Show landmarks in three dimensions. Needs matplotlib."""
    if not landmark_list:
        return
    import matplotlib.pyplot as plt
    plt.figure(figsize=(10, 10))
    axes = plt.axes(projection='3d')
    axes.view_init(elev=elevation, azim=azimuth)
    places = {index: (-landmark.z, landmark.x, -landmark.y)
              for index, landmark in enumerate(landmark_list.landmark) if _seen(landmark)}
    for place in places.values():
        axes.scatter3D(*([value] for value in place), color=_normalize_color(landmark_drawing_spec.color[::-1]),
                       linewidth=landmark_drawing_spec.thickness)
    for _, start, end in _pairs(connections, len(landmark_list.landmark), places):
        axes.plot3D(*([a, b] for a, b in zip(start, end)), color=_normalize_color(connection_drawing_spec.color[::-1]),
                    linewidth=connection_drawing_spec.thickness)
    plt.show()
