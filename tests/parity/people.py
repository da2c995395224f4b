"""Frames with people for the comparison with MediaPipe, made from a photograph, a short video and the sample clip."""
import os

import cv2
import numpy as np

from sequences import beside, darkened, interrupted, leaving, moved, read_clip, read_photo

LENGTH = 32                                         # frames of a made sequence


def read_video(path, count):
    capture, frames = cv2.VideoCapture(path), []
    while len(frames) < count:
        good, frame = capture.read()
        if not good:
            break
        frames.append(np.ascontiguousarray(frame[..., ::-1]))
    if not frames:
        raise FileNotFoundError(path)
    return frames


def read_people(media):
    folder = os.path.join(media, 'people')
    return read_photo(folder, 'astronaut.png'), read_video(os.path.join(folder, 'carphone.mp4'), 60)


def scaled(frames, size):
    return [cv2.resize(frame, size, interpolation=cv2.INTER_AREA) for frame in frames]


def cut_between(*parts, each=3):
    """Scenes of a few frames in turn: a cut between any two."""
    frames = []
    while all(len(part) >= each for part in parts):
        frames += [frame for part in parts for frame in part[:each]]
        parts = [part[each:] for part in parts]
    return frames


def bodies(media, length=LENGTH):
    """Name -> frames, with one person in most of them."""
    woman, man = read_people(media)
    clip = read_clip(media)
    walk = moved(woman, length, 31, (512, 512), (0.95, 0.55), 15)
    return {
        'moved': walk,
        'moved-wide': moved(woman, length, 32, (640, 360), (1.1, 0.8), 10),
        'moved-odd': moved(woman, length, 33, (385, 289), (0.9, 1.1), 25),
        'moved-gap-3': interrupted(walk[:20], 9, 3),
        'moved-gap-40': interrupted(walk[:24], 8, 40),
        'carphone': man,
        'clip': clip,
        'clip-mirrored': [np.ascontiguousarray(frame[:, ::-1]) for frame in clip[:20]],
        'cuts': cut_between(scaled(walk[:12], (320, 240)), scaled(man[::5], (320, 240)), clip[::4]),
        'leaving': leaving(woman, length, (640, 480)),
        'darkened': darkened(walk),
    }


def faces(media, length=LENGTH):
    """Name -> frames, with one face or two."""
    woman, man = read_people(media)
    face = np.ascontiguousarray(woman[:300, 80:380])
    near = moved(face, length, 41, (320, 320), (1.0, 0.6), 30)
    return {
        'face': near,
        'face-odd': moved(face, length, 42, (333, 251), (0.8, 1.3), 60),
        'face-far': moved(woman, length, 43, (640, 480), (0.5, 0.9), 15),
        'two-faces': beside(scaled(near, (240, 240)), scaled(man[:length], (240, 240))),
        'two-faces-gap': interrupted(beside(near[:18], near[::-1][:18]), 7, 3),
        'carphone': man,
        'leaving': leaving(face, length, (640, 360)),
        'cuts': cut_between(scaled(near, (176, 144)), man[::2]),
    }
