"""Both sides of the comparison: mp.solutions.hands in this process, the sightline program fed through a pipe."""
import json
import subprocess
import threading

import numpy as np

HAND_POINTS = 21


class Options:
    """The options of mp.solutions.hands.Hands, by its own names."""

    def __init__(self, static=False, number=2, complexity=1, threshold=0.5, tracking=None):
        self.static, self.number, self.complexity = static, number, complexity
        self.detection, self.tracking = threshold, threshold if tracking is None else tracking

    def __str__(self):
        return '%s %s %d wanted %.1f/%.1f' % ('static' if self.static else 'video', 'full' if self.complexity else 'lite',
                                              self.number, self.detection, self.tracking)

    def analyser(self):
        return ('--hands=static_image_mode=%s,max_num_hands=%d,model_complexity=%d,min_detection_confidence=%g,'
                'min_tracking_confidence=%g' % (str(self.static).lower(), self.number, self.complexity, self.detection,
                                                self.tracking))


class Hand:
    def __init__(self, side, score, landmarks, world):
        self.side, self.score, self.landmarks, self.world = side, score, landmarks, world


def points(message):
    return np.array([[p.x, p.y, p.z] for p in message.landmark], np.float32)


def run_mediapipe(frames, options):
    """One list of Hand for each frame."""
    import mediapipe as mp
    results = []
    with mp.solutions.hands.Hands(options.static, options.number, options.complexity, options.detection,
                                  options.tracking) as hands:
        for frame in frames:
            found = hands.process(frame)
            results.append([
                Hand(side.classification[0].label, side.classification[0].score, points(image), points(world))
                for image, world, side in zip(found.multi_hand_landmarks or [], found.multi_hand_world_landmarks or [],
                                              found.multi_handedness or [])])
    return results


def feed(pipe, frames):
    try:
        for frame in frames:
            pipe.write(frame.tobytes())
        pipe.close()
    except BrokenPipeError:
        pass                                        # the program ended early; its exit code says why


def run_sightline(program, frames, options, more=()):
    """The same from the program: raw frames on standard input, events from standard output."""
    height, width = frames[0].shape[:2]
    command = [program, 'run', options.analyser(), '-q', *more, 'raw:%dx%d:rgb24@30' % (width, height)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    feeder = threading.Thread(target=feed, args=(process.stdin, frames))
    feeder.start()
    results = [event_hands(json.loads(line)) for line in process.stdout]
    feeder.join()
    if process.wait():
        raise RuntimeError('%s: exit %d' % (' '.join(command), process.returncode))
    if len(results) != len(frames):
        raise RuntimeError('%d frames in, %d events out' % (len(frames), len(results)))
    return results


def event_hands(event):
    return [Hand(h['side'], np.float32(h['score']), np.array(h['landmarks'], np.float64).astype(np.float32),
                 np.array(h['world'], np.float64).astype(np.float32)) for h in event.get('hands', [])]


class Difference:
    """What two runs over the same frames disagree about."""

    def __init__(self, theirs, ours, size):
        self.frames, self.hands, self.presence, self.sides, self.unequal = len(theirs), 0, [], 0, 0
        self.first_unequal, self.score = None, 0.0
        pixels = []
        for k, (a, b) in enumerate(zip(theirs, ours)):
            if len(a) != len(b):
                self.presence.append(k)
                continue
            for left, right in zip(a, b):
                self.hands += 1
                self.sides += left.side != right.side
                self.score = max(self.score, abs(float(left.score) - float(right.score)))
                unequal = np.count_nonzero(left.landmarks.view(np.uint32) != right.landmarks.view(np.uint32))
                unequal += np.count_nonzero(left.world.view(np.uint32) != right.world.view(np.uint32))
                if unequal and self.first_unequal is None:
                    self.first_unequal = k
                self.unequal += unequal
                delta = (left.landmarks[:, :2].astype(np.float64) - right.landmarks[:, :2]) * size
                pixels.append(np.hypot(delta[:, 0], delta[:, 1]))
        self.pixels = np.concatenate(pixels) if pixels else np.zeros(1)
        self.worst_px, self.median_px = float(self.pixels.max()), float(np.median(self.pixels))


def median(parts):
    """Of all points of several differences; 0 for none."""
    return float(np.median(np.concatenate(parts))) if parts else 0.0
