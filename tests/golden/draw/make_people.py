#!/usr/bin/env python3
"""Runs MediaPipe on a photo, and writes what it found and every line, circle and rectangle that its own drawing_utils paints of
that: face.txt, body.txt, detection.txt, holistic.txt.  Needs mediapipe 0.10.21 and scikit-image, for its photo of an astronaut.

    make_people.py [FOLDER]    with a folder: photo.ppm and MediaPipe's pictures, NAME.ppm, go there, to be looked at

A row of what was found: face x y; body x y visibility; left x y, right x y (hands); detection score xmin ymin width height;
point x y (of the detection before). A row of what was painted: line x y x y, circle x y radius, rectangle x y x y, each with
thickness, red, green, blue. tests/unit/test_draw_people.c reads them.
"""
import os
import sys

import cv2
import mediapipe as mp
import numpy as np
import skimage.data

HERE = os.path.dirname(os.path.abspath(__file__))
SIDE, GROUND = 512, 40
styles, utils = mp.solutions.drawing_styles, mp.solutions.drawing_utils


class Tape:
    """Stands for cv2 in drawing_utils: draws, and writes down what."""

    def __init__(self):
        self.rows = []

    def note(self, kind, numbers, colour, thickness):
        self.rows.append(' '.join([kind] + [str(int(n)) for n in (*numbers, thickness, *colour[::-1])]))

    def line(self, picture, one, other, colour, thickness):
        self.note('line', (*one, *other), colour, thickness)
        cv2.line(picture, one, other, colour, thickness)

    def circle(self, picture, middle, radius, colour, thickness):
        self.note('circle', (*middle, radius), colour, thickness)
        cv2.circle(picture, middle, radius, colour, thickness)

    def rectangle(self, picture, one, other, colour, thickness):
        self.note('rectangle', (*one, *other), colour, thickness)
        cv2.rectangle(picture, one, other, colour, thickness)


def points(name, landmarks, visibility=False):
    return [' '.join([name] + ['%.9g' % n for n in ((p.x, p.y, p.visibility) if visibility else (p.x, p.y))])
            for p in landmarks.landmark]


def draw_contours(picture, face):
    utils.draw_landmarks(picture, face, mp.solutions.face_mesh.FACEMESH_CONTOURS, None,
                         styles.get_default_face_mesh_contours_style())


def draw_body(picture, body):
    utils.draw_landmarks(picture, body, mp.solutions.pose.POSE_CONNECTIONS, styles.get_default_pose_landmarks_style())


def draw_hand(picture, hand):
    utils.draw_landmarks(picture, hand, mp.solutions.hands.HAND_CONNECTIONS, styles.get_default_hand_landmarks_style(),
                         styles.get_default_hand_connections_style())


def face(photo, picture):
    with mp.solutions.face_mesh.FaceMesh(static_image_mode=True, refine_landmarks=True) as mesh:
        found = mesh.process(photo).multi_face_landmarks[0]
    utils.draw_landmarks(picture, found, mp.solutions.face_mesh.FACEMESH_TESSELATION, None,
                         styles.get_default_face_mesh_tesselation_style())
    draw_contours(picture, found)
    utils.draw_landmarks(picture, found, mp.solutions.face_mesh.FACEMESH_IRISES, None,
                         styles.get_default_face_mesh_iris_connections_style())
    return points('face', found)


def body(photo, picture):
    with mp.solutions.pose.Pose(static_image_mode=True) as pose:
        found = pose.process(photo).pose_landmarks
    draw_body(picture, found)
    return points('body', found, True)


def detection(photo, picture):
    with mp.solutions.face_detection.FaceDetection() as detector:
        found = detector.process(photo).detections[0]
    utils.draw_detection(picture, found)
    box = found.location_data.relative_bounding_box
    return ['detection ' + ' '.join('%.9g' % n for n in (found.score[0], box.xmin, box.ymin, box.width, box.height))] + \
        ['point %.9g %.9g' % (p.x, p.y) for p in found.location_data.relative_keypoints]


def holistic(photo, picture):
    with mp.solutions.holistic.Holistic(static_image_mode=True) as whole:
        found = whole.process(photo)
    draw_contours(picture, found.face_landmarks)
    draw_body(picture, found.pose_landmarks)
    rows = points('face', found.face_landmarks) + points('body', found.pose_landmarks, True)
    for name, hand in (('left', found.left_hand_landmarks), ('right', found.right_hand_landmarks)):
        if hand:
            draw_hand(picture, hand)
            rows += points(name, hand)
    return rows


def main():
    folder = sys.argv[1] if len(sys.argv) > 1 else None
    photo = skimage.data.astronaut()
    for part in (face, body, detection, holistic):
        tape, picture = Tape(), np.full((SIDE, SIDE, 3), GROUND, np.uint8)
        utils.cv2 = tape
        found = part(photo, picture)
        with open(os.path.join(HERE, part.__name__ + '.txt'), 'w') as file:
            file.write('\n'.join(found + tape.rows) + '\n')
        if folder:
            over = photo[..., ::-1].copy()
            utils.cv2 = Tape()
            part(photo, over)
            cv2.imwrite(os.path.join(folder, part.__name__ + '.ppm'), over)
            cv2.imwrite(os.path.join(folder, 'photo.ppm'), photo[..., ::-1])


main()
