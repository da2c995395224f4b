"""mp.solutions.holistic and --holistic."""
from difference import array
import hands
import people
import pose

LOOSE = {}
FREE_RUNNING_MEDIAN_PX = 3.0
LEAST_FRAMES = 400


class Options(pose.Options):
    """The options of mp.solutions.holistic.Holistic."""

    def __init__(self, static=False, complexity=1, smooth=True, segmentation=False, refine=False, threshold=0.5):
        super().__init__(static, complexity, smooth, segmentation, threshold)
        self.refine = refine

    def __str__(self):
        return super().__str__() + (' refined' if self.refine else ' plain')

    def flags(self):
        return ['--holistic=%s,refine_face_landmarks=%s' % (self.keys(), str(self.refine).lower())]

    def run_original(self, frames):
        import mediapipe as mp
        with mp.solutions.holistic.Holistic(self.static, self.complexity, self.smooth, self.segmentation, True,
                                            self.refine, self.threshold, self.threshold) as holistic:
            return [of_result(holistic.process(frame)) for frame in frames]


def of_result(found):
    values = pose.of_result(found)
    for name in ('left_hand', 'right_hand', 'face'):
        part = getattr(found, name + '_landmarks')
        if part is not None:
            values[name + '/image'] = hands.points(part)
    return values


def of_event(event):
    values = pose.of_event(event)
    for face in event.get('faces', []):
        values['face/image'] = array(face['landmarks'])
    for name in ('left_hand', 'right_hand'):
        if name in event:
            values[name + '/image'] = array(event[name]['landmarks'])
    return values


def cases(media, every):
    made = people.bodies(media)
    if every:
        return [(name, frames, Options(s, c, sm, False, r, t)) for name, frames in made.items() for s in (False, True)
                for c in (0, 1, 2) for sm in (False, True) for r in (False, True) for t in (0.3, 0.5, 0.7)]
    plain = [(name, frames, Options(refine=k % 2 == 0)) for k, (name, frames) in enumerate(made.items())]
    return plain + [
        ('cuts', made['cuts'], Options(static=True, refine=True)),
        ('cuts', made['cuts'], Options(static=True)),
        ('clip', made['clip'], Options(complexity=0, refine=True)),
        ('clip-mirrored', made['clip-mirrored'], Options(complexity=2, smooth=False)),
        ('moved', made['moved'][:16], Options(segmentation=True, threshold=0.7)),
    ]


def fast_cases(media):
    return [(name, frames[:40], Options(refine=k % 2 == 0)) for k, (name, frames) in
            enumerate(people.bodies(media, 32).items())]
