#!/usr/bin/env python3
"""Draws the hand of hand.txt with MediaPipe's own drawing_utils into hand.ppm.  Needs mediapipe 0.10.21.

OpenCV's lines have hard edges and lie on whole pixels, ours are smooth; tests/unit/test_draw.c states how far apart the two may be.
"""
import os

import cv2
import numpy as np
from mediapipe.framework.formats import landmark_pb2
from mediapipe.python.solutions import drawing_styles, drawing_utils, hands_connections

HERE = os.path.dirname(os.path.abspath(__file__))
WIDTH, HEIGHT, GROUND = 160, 120, 40


def main():
    hand = landmark_pb2.NormalizedLandmarkList()
    for x, y in np.loadtxt(os.path.join(HERE, "hand.txt"), np.float32):
        hand.landmark.add(x=x, y=y)
    picture = np.full((HEIGHT, WIDTH, 3), GROUND, np.uint8)
    drawing_utils.draw_landmarks(picture, hand, hands_connections.HAND_CONNECTIONS,
                                 drawing_styles.get_default_hand_landmarks_style(),
                                 drawing_styles.get_default_hand_connections_style())
    cv2.imwrite(os.path.join(HERE, "hand.ppm"), picture)


main()
