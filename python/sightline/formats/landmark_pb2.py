"""Points: Landmark (metres), NormalizedLandmark (parts of the picture), and lists of them.

A list that an analyser gave is lazy: it keeps the numbers as an array, and makes one message per point when `landmark` is
first read. Who wants numpy reads `array` and `visibility_array` instead, which costs nothing.
"""
import numpy as np

from sightline.formats._field import FLOAT, MESSAGE, REPEATED, Field
from sightline.formats._message import Made, Message, message_class
from sightline.formats._repeated import RepeatedMessages

FILE = 'landmark.proto'


def _point_fields():
    return [Field(number, name, FLOAT) for number, name in enumerate(('x', 'y', 'z', 'visibility', 'presence'), 1)]


class _Points(Made):
    """The field `landmark`, made from the array when there is one."""

    def __get__(self, message, owner=None):
        source = message.__dict__.pop('_source', None) if message is not None else None
        if source is None:
            return Made.__get__(self, message, owner)
        points = RepeatedMessages(message, self.field)
        list.extend(points, _messages(self.field.of, *source))
        message.__dict__['landmark'] = points
        return points


def _messages(point_class, points, visibility):
    made, new = [], point_class.__new__
    for x, y, z in points.tolist():
        point = new(point_class)
        values = point.__dict__
        values['x'], values['y'], values['z'] = x, y, z
        made.append(point)
    if visibility is not None:
        for point, value in zip(made, visibility.tolist()):
            point.__dict__['visibility'] = value
    return made


class _PointList(Message):
    """What both lists of points have besides protobuf's ways."""

    @classmethod
    def from_arrays(cls, points, visibility=None):
        """A lazy list over float32 arrays: points (n, 3) and, if there is one, visibility (n,). Both are kept, not copied."""
        message = cls()
        points.flags.writeable = False
        if visibility is not None:
            visibility.flags.writeable = False
        message.__dict__['_source'] = points, visibility
        return message

    @property
    def array(self):
        """x, y, z as float32 (n, 3). Read-only; changes of single landmarks are in the next array."""
        source = self.__dict__.get('_source')
        return source[0] if source else self._gather(('x', 'y', 'z'))

    @property
    def visibility_array(self):
        """float32 (n,), or None when the points carry no visibility."""
        source = self.__dict__.get('_source')
        if source:
            return source[1]
        if not all(point.HasField('visibility') for point in self.landmark):
            return None
        return self._gather(('visibility',))[:, 0]

    def _gather(self, names):
        rows = [[getattr(point, name) for name in names] for point in self.landmark]
        made = np.array(rows, np.float32).reshape(-1, len(names))
        made.flags.writeable = False
        return made

    def _is_set(self, field):
        return bool(self.landmark)

    def ClearField(self, name):
        self.__dict__.pop('_source', None)
        Message.ClearField(self, name)

    def Clear(self):
        self.__dict__.pop('_source', None)
        Message.Clear(self)


def _list_class(name, of):
    field = Field(1, 'landmark', MESSAGE, REPEATED, of)
    made = message_class(__name__, name, FILE, [field], base=_PointList)
    made.landmark = _Points(field)
    return made


def _collection_class(name, of):
    return message_class(__name__, name, FILE, [Field(1, 'landmark_list', MESSAGE, REPEATED, of)])


Landmark = message_class(__name__, 'Landmark', FILE, _point_fields())
LandmarkList = _list_class('LandmarkList', Landmark)
LandmarkListCollection = _collection_class('LandmarkListCollection', LandmarkList)
NormalizedLandmark = message_class(__name__, 'NormalizedLandmark', FILE, _point_fields())
NormalizedLandmarkList = _list_class('NormalizedLandmarkList', NormalizedLandmark)
NormalizedLandmarkListCollection = _collection_class('NormalizedLandmarkListCollection', NormalizedLandmarkList)
