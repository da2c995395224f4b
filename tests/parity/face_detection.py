"""mp.solutions.face_detection and --face-detection."""
import numpy as np

from difference import array
import people

LOOSE = {}
FREE_RUNNING_MEDIAN_PX = 0.05
LEAST_FRAMES = 250


class Options:
    """The options of mp.solutions.face_detection.FaceDetection; its threshold has no effect, nor has ours by default."""

    def __init__(self, selection=0, threshold=0.5):
        self.selection, self.threshold = selection, threshold

    def __str__(self):
        return '%s range %.1f' % (('short', 'full')[self.selection], self.threshold)

    def flags(self):
        return ['--face-detection=model_selection=%d,min_detection_confidence=%g' % (self.selection, self.threshold)]

    def run_original(self, frames):
        import mediapipe as mp
        with mp.solutions.face_detection.FaceDetection(self.threshold, self.selection) as detection:
            return [of_result(detection.process(frame)) for frame in frames]


def of_result(found):
    values = {}
    for k, detection in enumerate(found.detections or []):
        box = detection.location_data.relative_bounding_box
        values['face%d/score' % k] = np.float32(detection.score)
        values['face%d/box' % k] = np.float32([box.xmin, box.ymin, box.width, box.height])
        values['face%d/image' % k] = np.float32([[p.x, p.y] for p in detection.location_data.relative_keypoints])
    return values


def of_event(event):
    values = {}
    for k, detection in enumerate(event.get('detections', [])):
        values['face%d/score' % k] = array([detection['score']])
        values['face%d/box' % k] = array(detection['box'])
        values['face%d/image' % k] = array(detection['keypoints'])
    return values


def cases(media, every):
    made = people.faces(media)
    options = [Options(s, t) for s in (0, 1) for t in (0.5, 0.1)]
    if every:
        return [(name, frames, o) for name, frames in made.items() for o in options]
    return [(name, frames, options[2 * s + k % 2]) for k, (name, frames) in enumerate(made.items()) for s in (0, 1)]


def fast_cases(media):
    return [(name, frames, Options(s)) for s in (0, 1) for name, frames in people.faces(media).items()]
