"""mp.solutions.pose and --pose. Segmentation masks are compared by the Python package's tests: events hold none."""
import numpy as np

from difference import array
import people

LOOSE = {}
FREE_RUNNING_MEDIAN_PX = 3.0
LEAST_FRAMES = 700


class Options:
    """The options of mp.solutions.pose.Pose."""

    def __init__(self, static=False, complexity=1, smooth=True, segmentation=False, threshold=0.5):
        self.static, self.complexity, self.smooth, self.segmentation = static, complexity, smooth, segmentation
        self.threshold = threshold

    def __str__(self):
        return '%s %s%s%s %.1f' % ('static' if self.static else 'video', ('lite', 'full', 'heavy')[self.complexity],
                                   '' if self.smooth else ' unsmoothed', ' with mask' if self.segmentation else '',
                                   self.threshold)

    def keys(self):
        return ('static_image_mode=%s,model_complexity=%d,smooth_landmarks=%s,enable_segmentation=%s,'
                'min_detection_confidence=%g,min_tracking_confidence=%g' % (
                    str(self.static).lower(), self.complexity, str(self.smooth).lower(), str(self.segmentation).lower(),
                    self.threshold, self.threshold))

    def flags(self):
        return ['--pose=' + self.keys()]

    def run_original(self, frames):
        import mediapipe as mp
        with mp.solutions.pose.Pose(self.static, self.complexity, self.smooth, self.segmentation, True, self.threshold,
                                    self.threshold) as pose:
            return [of_result(pose.process(frame)) for frame in frames]


def points(message):
    return np.array([[p.x, p.y, p.z, p.visibility] for p in message.landmark], np.float32)


def of_result(found):
    if found.pose_landmarks is None:
        return {}
    return {'pose/image': points(found.pose_landmarks), 'pose/world': points(found.pose_world_landmarks)}


def of_event(event):
    if 'pose' not in event:
        return {}
    return {'pose/image': array(event['pose']['landmarks']), 'pose/world': array(event['pose']['world'])}


def cases(media, every):
    made = people.bodies(media)
    plain = [(name, frames, Options()) for name, frames in made.items()]
    if every:
        others = [(name, frames, Options(s, c, sm, sg, t)) for name, frames in made.items() for s in (False, True)
                  for c in (0, 1, 2) for sm in (False, True) for sg in (False, True) for t in (0.3, 0.5, 0.7)]
        return plain + others
    short = {name: frames[:24] for name, frames in made.items()}
    return plain + [
        ('moved', short['moved'], Options(complexity=0)),
        ('moved-gap-3', made['moved-gap-3'], Options(complexity=0, threshold=0.7)),
        ('carphone', short['carphone'], Options(complexity=0, smooth=False)),
        ('moved', short['moved'], Options(complexity=2)),
        ('cuts', short['cuts'], Options(complexity=2)),
        ('moved-gap-3', made['moved-gap-3'], Options(complexity=2, smooth=False)),
        ('cuts', made['cuts'], Options(static=True)),
        ('moved-odd', short['moved-odd'], Options(static=True, complexity=0)),
        ('cuts', made['cuts'][:8], Options(static=True, complexity=2)),
        ('moved-odd', made['moved-odd'], Options(smooth=False)),
        ('moved-gap-40', made['moved-gap-40'], Options(smooth=False, threshold=0.3)),
        ('moved', short['moved'], Options(segmentation=True)),
        ('carphone', short['carphone'], Options(segmentation=True, complexity=0)),
        ('leaving', made['leaving'], Options(threshold=0.7)),
    ]


def fast_cases(media):
    made = people.bodies(media, 32)
    return [(name, frames, Options()) for name, frames in made.items()]
