"""Standing in for mediapipe: programs that import it get sightline.solutions, unchanged.

    import sightline
    sightline.install_as_mediapipe()
    import mediapipe as mp                        # mp.solutions.hands is sightline.solutions.hands

mediapipe.py does the same for a program that is not touched at all.
"""
import importlib
import importlib.machinery
import os
import sys
import types

from sightline._analyser import Analyser

# The release whose mp.solutions this is, number for number.
VERSION = '0.10.21'

SOLUTIONS = ('drawing_styles', 'drawing_utils', 'face_detection', 'face_mesh', 'face_mesh_connections', 'hands',
             'hands_connections', 'holistic', 'pose', 'pose_connections')
FORMATS = ('classification_pb2', 'detection_pb2', 'landmark_pb2', 'location_data_pb2')


class _Package(types.ModuleType):
    """A module of our making; what it lacks is named in full."""

    def __init__(self, name, **members):
        super().__init__(name, 'sightline in the place of %s' % name)
        self.__path__ = []
        self.__spec__ = importlib.machinery.ModuleSpec(name, None, is_package=True)
        self.__dict__.update(members)
        sys.modules[name] = self

    def __getattr__(self, name):
        raise AttributeError('%s.%s: sightline stands in for mp.solutions (%s) and its messages, and has no more of mediapipe'
                             % (self.__name__, name, ', '.join(SOLUTIONS)))


def _is_ours(module):
    return isinstance(module, _Package)


def install_as_mediapipe():
    """From now on `import mediapipe` gives sightline. Does nothing the second time.

    Raises RuntimeError when the real mediapipe was imported before: parts of the program hold it already.
    """
    present = sys.modules.get('mediapipe')
    if _is_ours(present):
        return
    if present is not None:
        raise RuntimeError('mediapipe itself is imported already, from %s; call sightline.install_as_mediapipe() before '
                           'anything imports it' % (getattr(present, '__file__', None) or 'an unknown place'))
    parts = {name: importlib.import_module('sightline.solutions.' + name) for name in SOLUTIONS}
    messages = {name: importlib.import_module('sightline.formats.' + name) for name in FORMATS}
    base = _Package('mediapipe.python.solution_base', SolutionBase=Analyser)
    public = _Package('mediapipe.python.solutions', **parts)
    python = _Package('mediapipe.python', solutions=public, solution_base=base)
    kept = _Package('mediapipe.framework.formats', **messages)
    framework = _Package('mediapipe.framework', formats=kept)
    _Package('mediapipe', __version__=VERSION, solutions=public, python=python, framework=framework,
             __file__=os.path.abspath(__file__))
    sys.modules['mediapipe.solutions'] = public
    for name, module in parts.items():
        sys.modules['mediapipe.python.solutions.' + name] = sys.modules['mediapipe.solutions.' + name] = module
    for name, module in messages.items():
        sys.modules['mediapipe.framework.formats.' + name] = module
