#!/usr/bin/env python3
"""Writes the lines of the face mesh in the order in which pose-format puts them into a .pose file: src/event/posemesh.c.

    python3 tools/golden/posemesh.py > src/event/posemesh.c

Needs CPython 3.11, mediapipe 0.10.21 and pose-format 0.15.0. The package walks through a set, so the order is that of CPython's sets.
"""
from pose_format.utils.holistic import FACE_LIMBS

PER_LINE = 11


def main():
    print("/* Made by tools/golden/posemesh.py: MediaPipe's FACEMESH_TESSELATION as CPython 3.11 walks through it. */")
    print('#include "event/posefile.h"\n')
    print("const uint16_t pose_mesh_lines[POSE_MESH_LINES][2] = {")
    for at in range(0, len(FACE_LIMBS), PER_LINE):
        print("    " + " ".join("{%d,%d}," % pair for pair in FACE_LIMBS[at:at + PER_LINE]))
    print("};")


if __name__ == "__main__":
    main()
