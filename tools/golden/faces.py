#!/usr/bin/env python3
"""Records the faces that MediaPipe finds in a photograph: tests/golden/face/photo.txt.

    OMP_NUM_THREADS=1 python3 tools/golden/faces.py .deps/media > tests/golden/face/photo.txt

Needs mediapipe 0.10.21 and opencv-python. Static mode; the last bits are those of the CPU that recorded it, because XNNPACK picks
its kernels by CPU.
"""
import sys

import cv2
import mediapipe as mp
import numpy as np

NAME = 'people/astronaut.png'


def numbers(values):
    return ' '.join('%.9g' % v for v in np.asarray(values, np.float32).ravel())


def main():
    picture = np.ascontiguousarray(cv2.imread('%s/%s' % (sys.argv[1], NAME))[..., ::-1])
    print('# tools/golden/faces.py, mediapipe %s, OpenCV %s' % (mp.__version__, cv2.__version__))
    print('# boxes: model_selection; score, xmin ymin width height, six points; mesh: refine_landmarks, points')
    for selection in (0, 1):
        with mp.solutions.face_detection.FaceDetection(model_selection=selection) as detection:
            found = detection.process(picture).detections
        assert len(found) == 1
        place = found[0].location_data
        box = place.relative_bounding_box
        print('boxes %d %s' % (selection, numbers([found[0].score[0], box.xmin, box.ymin, box.width, box.height]
                                                  + [v for p in place.relative_keypoints for v in (p.x, p.y)])))
    for refine in (0, 1):
        with mp.solutions.face_mesh.FaceMesh(static_image_mode=True, refine_landmarks=bool(refine)) as mesh:
            found = mesh.process(picture).multi_face_landmarks
        assert len(found) == 1
        print('mesh %d %d %s' % (refine, len(found[0].landmark), numbers([[p.x, p.y, p.z] for p in found[0].landmark])))


if __name__ == '__main__':
    if mp.__version__ != '0.10.21':
        sys.exit('mediapipe is %s; this takes 0.10.21' % mp.__version__)
    main()
