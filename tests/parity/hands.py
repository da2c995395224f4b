"""mp.solutions.hands and --hands."""
import itertools

import numpy as np

from difference import array
import sequences

# TFLite 2.9.0, which computes where there is AVX-512, has not MediaPipe's kernel for the handedness; 2.17.1 has it.
with open('/proc/cpuinfo', encoding='ascii') as cpus:
    LOOSE = {'score': 2e-6} if ' avx512f ' in cpus.read() else {}
FREE_RUNNING_MEDIAN_PX = 0.5
LEAST_FRAMES = 1000
SIDES = ('Left', 'Right')


class Options:
    """The options of mp.solutions.hands.Hands."""

    def __init__(self, static=False, number=2, complexity=1, threshold=0.5):
        self.static, self.number, self.complexity, self.threshold = static, number, complexity, threshold

    def __str__(self):
        return '%s %s %d wanted %.1f' % ('static' if self.static else 'video', 'full' if self.complexity else 'lite',
                                         self.number, self.threshold)

    def flags(self):
        return ['--hands=static_image_mode=%s,max_num_hands=%d,model_complexity=%d,min_detection_confidence=%g,'
                'min_tracking_confidence=%g' % (str(self.static).lower(), self.number, self.complexity, self.threshold,
                                                self.threshold)]

    def run_original(self, frames):
        import mediapipe as mp
        with mp.solutions.hands.Hands(self.static, self.number, self.complexity, self.threshold, self.threshold) as hands:
            return [of_result(hands.process(frame)) for frame in frames]


def points(message):
    return np.array([[p.x, p.y, p.z] for p in message.landmark], np.float32)


def of_result(found):
    values = {}
    for k, (image, world, side) in enumerate(zip(found.multi_hand_landmarks or [], found.multi_hand_world_landmarks or [],
                                                 found.multi_handedness or [])):
        name = 'hand%d' % k
        values[name + '/side'] = np.float32([SIDES.index(side.classification[0].label)])
        values[name + '/image'], values[name + '/world'] = points(image), points(world)
        values[name + '/score'] = np.float32([side.classification[0].score])
    return values


def of_event(event):
    values = {}
    for k, hand in enumerate(event.get('hands', [])):
        name = 'hand%d' % k
        values[name + '/side'] = np.float32([SIDES.index(hand['side'])])
        values[name + '/image'], values[name + '/world'] = array(hand['landmarks']), array(hand['world'])
        values[name + '/score'] = array([hand['score']])
    return values


def cases(media, every):
    """(name, frames, options): every combination of mode, model, number and threshold on one sequence, by turns."""
    made = sequences.all_sequences(media)
    options = [Options(s, n, m, t) for s, m, n, t in itertools.product((False, True), (1, 0), (1, 2, 4), (0.3, 0.5, 0.7))]
    names = list(made)
    if every:
        return [(name, made[name], o) for name in names for o in options]
    # Another order, so that neighbours, which meet the same sequences, differ in more than their threshold.
    options = [options[(k * 7) % len(options)] for k in range(len(options))]
    return [(names[k % len(names)], made[names[k % len(names)]], o) for k, o in enumerate(options)]


def fast_cases(media):
    """The same movements at half the speed, which is nearer to what hands do. At the full speed MediaPipe itself loses the
    hand that turns by 20 degrees a frame, and on which frame it does so is decided by the last bits."""
    return [(name, frames, Options(number=2)) for name, frames in sequences.all_sequences(media, 64).items()]
