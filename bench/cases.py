"""What is timed, on which picture, and what has to be reached: the ratio to MediaPipe's time for each engine."""
import os

import numpy as np

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
MEDIA = os.path.join(ROOT, '.deps', 'media')
VARIANTS = [('tflite', 'f32'), ('openvino', 'f32'), ('openvino', 'bf16')]


class Case:
    def __init__(self, title, noun, options, picture, threads, *wanted):
        self.title, self.noun, self.options, self.picture, self.threads = title, noun, options, picture, threads
        self.wanted = dict(zip(('%s/%s' % variant for variant in VARIANTS), wanted))


CASES = [
    Case('hands, one wanted, 1 thread', 'hands', {'max_num_hands': 1}, 'hand', 1, 0.86, 0.79, 0.49),
    Case('hands, two wanted, one visible, 1 thread', 'hands', {'max_num_hands': 2}, 'hand', 1, 0.86, 0.77, 0.50),
    Case('hands, two wanted, one visible, 2 threads', 'hands', {'max_num_hands': 2}, 'hand', 2, 0.50, 0.43, 0.30),
    Case('pose lite, 1 thread', 'pose', {'model_complexity': 0}, 'person', 1, 0.36, 0.31, 0.23),
    Case('pose full, 1 thread', 'pose', {'model_complexity': 1}, 'person', 1, 0.50, 0.44, 0.29),
    Case('pose heavy, 1 thread', 'pose', {'model_complexity': 2}, 'person', 1, 0.77, 0.71, 0.41),
    Case('face detection, short range, 1 thread', 'face_detection', {'model_selection': 0}, 'person', 1),
    Case('face detection, full range, 1 thread', 'face_detection', {'model_selection': 1}, 'person', 1),
    Case('face mesh, 1 thread', 'face_mesh', {}, 'person', 1, 0.65, 0.65),
    Case('face mesh, refined, 1 thread', 'face_mesh', {'refine_landmarks': 1}, 'person', 1, 0.65, 0.80),
    Case('holistic, refined, one hand, 1 thread', 'holistic', {'refine_face_landmarks': 1}, 'signer', 1, 0.64, 0.58, 0.38),
    Case('holistic, refined, one hand, 2 threads', 'holistic', {'refine_face_landmarks': 1}, 'signer', 2, 0.42, 0.38, 0.26),
]


def in_the_middle(photo, size=(640, 480)):
    """A picture in the middle of black, as large as fits."""
    from PIL import Image
    photo = photo.convert('RGB')
    scale = min(size[0] / photo.width, size[1] / photo.height)
    photo = photo.resize((round(photo.width * scale), round(photo.height * scale)))
    canvas = Image.new('RGB', size)
    canvas.paste(photo, ((size[0] - photo.width) // 2, (size[1] - photo.height) // 2))
    return np.ascontiguousarray(canvas)


def read_pictures():
    """A hand; a woman from the waist up; a man who shows one hand. All 640x480."""
    from PIL import Image
    with Image.open(os.path.join(MEDIA, 'fullcurl.jpg')) as hand, \
            Image.open(os.path.join(MEDIA, 'people', 'astronaut.png')) as woman, \
            Image.open(os.path.join(MEDIA, 'fingers-lq.gif')) as clip:
        clip.seek(SIGNER_FRAME)
        return {'hand': in_the_middle(hand), 'person': in_the_middle(woman), 'signer': in_the_middle(clip)}


SIGNER_FRAME = 12
