#!/usr/bin/env python3
"""Records what MediaPipe Hands finds in the sample photos: tests/golden/hands/photos.txt.

    OMP_NUM_THREADS=1 python3 tools/golden/hands.py .deps/media > tests/golden/hands/photos.txt

Needs mediapipe 0.10.21 and opencv-python. Static mode, so each photo stands for itself. The last bits are those of the CPU
that recorded it, because XNNPACK picks its kernels by CPU.
"""
import sys

import cv2
import mediapipe as mp
import numpy as np

PHOTOS = 'fullcurl.jpg', 'halfcurl.jpg', 'nocurl.jpg'


def numbers(message):
    return ' '.join('%.9g' % np.float32(v) for p in message.landmark for v in (p.x, p.y, p.z))


def main():
    print('# tools/golden/hands.py, mediapipe %s, OpenCV %s' % (mp.__version__, cv2.__version__))
    print('# photo: file, model_complexity, width, height, hands; of each hand: side, score, 21 landmarks, 21 world landmarks')
    for complexity in (0, 1):
        hands = mp.solutions.hands.Hands(static_image_mode=True, max_num_hands=2, model_complexity=complexity)
        for name in PHOTOS:
            picture = cv2.imread('%s/%s' % (sys.argv[1], name))[..., ::-1]
            found = hands.process(np.ascontiguousarray(picture))
            count = len(found.multi_hand_landmarks or [])
            print('photo %s %d %d %d %d' % (name, complexity, picture.shape[1], picture.shape[0], count))
            for k in range(count):
                side = found.multi_handedness[k].classification[0]
                print('hand %s %.9g' % (side.label, side.score))
                print('landmarks', numbers(found.multi_hand_landmarks[k]))
                print('world', numbers(found.multi_hand_world_landmarks[k]))
        hands.close()


if __name__ == '__main__':
    if mp.__version__ != '0.10.21':
        sys.exit('mediapipe is %s; this takes 0.10.21' % mp.__version__)
    main()
