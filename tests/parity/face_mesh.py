"""mp.solutions.face_mesh and --face-mesh."""
import numpy as np

from difference import array
import people

LOOSE = {}
FREE_RUNNING_MEDIAN_PX = 0.05
LEAST_FRAMES = 500


class Options:
    """The options of mp.solutions.face_mesh.FaceMesh."""

    def __init__(self, static=False, number=1, refine=False, threshold=0.5):
        self.static, self.number, self.refine, self.threshold = static, number, refine, threshold

    def __str__(self):
        return '%s %s %d wanted %.1f' % ('static' if self.static else 'video', 'refined' if self.refine else 'plain',
                                         self.number, self.threshold)

    def flags(self):
        return ['--face-mesh=static_image_mode=%s,max_num_faces=%d,refine_landmarks=%s,min_detection_confidence=%g,'
                'min_tracking_confidence=%g' % (str(self.static).lower(), self.number, str(self.refine).lower(),
                                                self.threshold, self.threshold)]

    def run_original(self, frames):
        import mediapipe as mp
        with mp.solutions.face_mesh.FaceMesh(self.static, self.number, self.refine, self.threshold,
                                             self.threshold) as mesh:
            return [of_result(mesh.process(frame)) for frame in frames]


def of_result(found):
    return {'face%d/image' % k: np.array([[p.x, p.y, p.z] for p in face.landmark], np.float32)
            for k, face in enumerate(found.multi_face_landmarks or [])}


def of_event(event):
    return {'face%d/image' % k: array(face['landmarks']) for k, face in enumerate(event.get('faces', []))}


def cases(media, every):
    made = people.faces(media)
    options = [Options(s, n, r, t) for s in (False, True) for n in (1, 2) for r in (False, True) for t in (0.3, 0.5, 0.7)]
    if every:
        return [(name, frames, o) for name, frames in made.items() for o in options]
    plain = [(name, frames, Options(number=2, refine=k % 2 == 0)) for k, (name, frames) in enumerate(made.items())]
    names = list(made)
    return plain + [(names[(k * 5) % len(names)], made[names[(k * 5) % len(names)]][:20], o)
                    for k, o in enumerate(options)]


def fast_cases(media):
    return [(name, frames, Options(number=2, refine=k % 2 == 0)) for k, (name, frames) in
            enumerate(people.faces(media).items())]
