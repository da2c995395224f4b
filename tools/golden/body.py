#!/usr/bin/env python3
"""Records what MediaPipe Pose finds in a photograph of a person: tests/golden/pose/photo.txt.

    OMP_NUM_THREADS=1 python3 tools/golden/body.py .deps/media > tests/golden/pose/photo.txt

Needs mediapipe 0.10.21 with the pose models lite and heavy in its folder, and opencv-python. Static mode; the last bits are
those of the CPU that recorded it, because XNNPACK picks its kernels by CPU. Of the mask the file holds means over 8 x 8 tiles.
"""
import sys

import cv2
import mediapipe as mp
import numpy as np

NAME, TILES = 'people/astronaut.png', 8


def numbers(values):
    return ' '.join('%.9g' % v for v in np.asarray(values, np.float32).ravel())


def main():
    picture = np.ascontiguousarray(cv2.imread('%s/%s' % (sys.argv[1], NAME))[..., ::-1])
    height, width = picture.shape[:2]
    print('# tools/golden/body.py, mediapipe %s, OpenCV %s' % (mp.__version__, cv2.__version__))
    print('# photo: file, width, height; of each model_complexity: 33 landmarks x y z visibility, 33 world landmarks, mask')
    print('photo %s %d %d' % (NAME, width, height))
    for complexity in (0, 1, 2):
        with mp.solutions.pose.Pose(static_image_mode=True, model_complexity=complexity, enable_segmentation=True) as pose:
            found = pose.process(picture)
        tiles = found.segmentation_mask.reshape(TILES, height // TILES, TILES, width // TILES).astype(np.float64)
        print('body %d' % complexity)
        print('landmarks', numbers([[p.x, p.y, p.z, p.visibility] for p in found.pose_landmarks.landmark]))
        print('world', numbers([[p.x, p.y, p.z] for p in found.pose_world_landmarks.landmark]))
        print('mask', ' '.join('%.4f' % v for v in tiles.mean(axis=(1, 3)).ravel()))


if __name__ == '__main__':
    if mp.__version__ != '0.10.21':
        sys.exit('mediapipe is %s; this takes 0.10.21' % mp.__version__)
    main()
