"""Frames for the comparison with MediaPipe: the sample media and seeded sequences made from them.

Everything is made from the sample pictures by integer-seeded transformations, so both sides see the same bytes in every
run. Each sequence is a list of contiguous uint8 RGB arrays of one size.
"""
import math
import os

import cv2
import numpy as np

PHOTOS = ('fullcurl.jpg', 'halfcurl.jpg', 'nocurl.jpg')
CLIP = 'fingers-lq.gif'
LENGTH = 32                                         # frames of a made sequence


def read_photo(folder, name):
    picture = cv2.imread(os.path.join(folder, name))
    if picture is None:
        raise FileNotFoundError(os.path.join(folder, name))
    return np.ascontiguousarray(picture[..., ::-1])


def read_clip(folder):
    from PIL import Image, ImageSequence
    with Image.open(os.path.join(folder, CLIP)) as gif:
        return [np.ascontiguousarray(frame.convert('RGB')) for frame in ImageSequence.Iterator(gif)]


def moved(picture, count, seed, size=None, zoom=(0.9, 0.5), turn_degrees=20.0, drift=0.08):
    """A camera that pans, turns and zooms over one picture."""
    rng = np.random.default_rng(seed)
    phase = rng.uniform(0, 2 * math.pi, 3)
    height, width = picture.shape[:2]
    out_w, out_h = size or (width, height)
    frames = []
    for k in range(count):
        t = k / max(1, count - 1)
        angle = turn_degrees * math.sin(2 * math.pi * t + phase[0])
        scale = (zoom[0] + (zoom[1] - zoom[0]) * t) * min(out_w / width, out_h / height)
        matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, scale)
        matrix[0, 2] += out_w / 2 - width / 2 + out_w * drift * math.sin(9 * t + phase[1])
        matrix[1, 2] += out_h / 2 - height / 2 + out_h * drift * math.cos(7 * t + phase[2])
        frames.append(cv2.warpAffine(picture, matrix, (out_w, out_h)))
    return frames


def beside(*columns):
    """Sequences side by side; every second one mirrored, so that both sides of a body appear."""
    height = min(frames[0].shape[0] for frames in columns)
    rows = []
    for row in zip(*columns):
        cut = [frame[:height, ::-1] if k % 2 else frame[:height] for k, frame in enumerate(row)]
        rows.append(np.ascontiguousarray(np.concatenate(cut, 1)))
    return rows


def darkened(frames, low=0.15):
    """Light goes down to a fraction and comes back."""
    count = len(frames)
    factors = [low + (1 - low) * abs(math.cos(math.pi * k / max(1, count - 1))) for k in range(count)]
    return [(frame * factor).astype(np.uint8) for frame, factor in zip(frames, factors)]


def interrupted(frames, at, count):
    """Black frames put in: hands leave and come back."""
    return frames[:at] + [np.zeros_like(frames[0])] * count + frames[at:]


def leaving(picture, count, size):
    """The picture slides out of the frame to the right and comes back in."""
    out_w, out_h = size
    height, width = picture.shape[:2]
    scale = 0.8 * min(out_w / width, out_h / height)
    frames = []
    for k in range(count):
        shift = 0.9 * out_w * math.sin(math.pi * k / max(1, count - 1)) ** 2
        matrix = np.float64([[scale, 0, shift + 0.1 * out_w], [0, scale, 0.1 * out_h]])
        frames.append(cv2.warpAffine(picture, matrix, (out_w, out_h)))
    return frames


def grid(pictures, count, size, seed):
    """Four moving pictures in the corners of one frame."""
    half = (size[0] // 2, size[1] // 2)
    parts = [moved(p, count, seed + k, half, (0.95, 0.75), 15) for k, p in enumerate(pictures)]
    return [np.ascontiguousarray(np.concatenate([np.concatenate(row[:2], 1), np.concatenate(row[2:4], 1)[:, ::-1]], 0))
            for row in zip(*parts)]


def all_sequences(folder, length=LENGTH):
    """Name -> frames; `length` frames each, the clip whole."""
    full, half, none = (read_photo(folder, name) for name in PHOTOS)
    clip = read_clip(folder)
    two = beside(moved(full, length, 11, (480, 480)), moved(none, length, 12, (480, 480), (0.6, 0.9)))
    return {
        'clip': clip,
        'clip-interrupted': interrupted(clip[:24], 9, 4) + clip[24:],
        'clip-mirrored-dark': darkened([np.ascontiguousarray(frame[:, ::-1]) for frame in clip]),
        'photos': [cv2.resize(p, (640, 480), interpolation=cv2.INTER_AREA) for p in (full, half, none)] * 4,
        'moved-full': moved(full, length, 1, (640, 480)),
        'moved-half-odd': moved(half, length, 2, (641, 479), (0.7, 1.2), 60),
        'turned-none': moved(none, length, 3, (385, 289), (1.0, 0.8), 170),
        'leaving': leaving(half, length, (640, 360)),
        'two-hands': two,
        'two-hands-interrupted': interrupted(two[:length // 2], length // 4, 3) + two[length // 2:],
        'four-hands': grid([full, none, half, full], length, (962, 722), 20),
        'small': moved(full, length, 4, (97, 131), (1.0, 0.9)),
    }
