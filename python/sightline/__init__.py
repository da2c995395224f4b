"""Human landmarks from any picture: Python over libsightline.

    from sightline import solutions as mp_solutions
    with mp_solutions.hands.Hands(max_num_hands=2) as hands:
        results = hands.process(rgb)              # uint8 (height, width, 3)
        results.multi_hand_landmarks[0].landmark[8].x
        results.multi_hand_landmarks[0].array     # the same numbers, float32 (21, 3)

    with sightline.open('cam0') as ring:          # frames that `sightline share cam0=...` shares
        for frame in ring:
            frame.array                           # read-only uint8 (height, width, 3), no copy

`solutions` has the classes, options and results of mp.solutions; install_as_mediapipe() lets `import mediapipe` find them.
"""
from sightline import solutions
from sightline._ffi import lib as _lib
from sightline._stand_in import install_as_mediapipe
from sightline.ring import Ring, rings
from sightline.ring import Ring as open
from sightline.reading import eyes, gaze, gesture, gestures, head_pose, iris_distance_mm, mood

__version__ = _lib.sl_version().decode()

__all__ = ['Ring', 'eyes', 'gaze', 'gesture', 'gestures', 'head_pose', 'install_as_mediapipe', 'iris_distance_mm', 'mood', 'open',
           'rings', 'solutions']
