"""Where in a picture something is: a box and key points."""
from sightline.formats._field import ENUM, FLOAT, INT32, MESSAGE, REPEATED, STRING, Enum, Field
from sightline.formats._message import message_class
from sightline.formats.rasterization_pb2 import Rasterization

FILE = 'location_data.proto'


def _box(name, kind):
    return message_class(__name__, name, FILE, [
        Field(1, 'xmin', kind),
        Field(2, 'ymin', kind),
        Field(3, 'width', kind),
        Field(4, 'height', kind),
    ], within='LocationData.')


_Format = Enum('Format', 'LocationData', [('GLOBAL', 0), ('BOUNDING_BOX', 1), ('RELATIVE_BOUNDING_BOX', 2), ('MASK', 3)])
_BoundingBox = _box('BoundingBox', INT32)
_RelativeBoundingBox = _box('RelativeBoundingBox', FLOAT)

_BinaryMask = message_class(__name__, 'BinaryMask', FILE, [
    Field(1, 'width', INT32),
    Field(2, 'height', INT32),
    Field(3, 'rasterization', MESSAGE, of=Rasterization),
], within='LocationData.')

_RelativeKeypoint = message_class(__name__, 'RelativeKeypoint', FILE, [
    Field(1, 'x', FLOAT),
    Field(2, 'y', FLOAT),
    Field(3, 'keypoint_label', STRING),
    Field(4, 'score', FLOAT),
], within='LocationData.')

LocationData = message_class(__name__, 'LocationData', FILE, [
    Field(1, 'format', ENUM, of=_Format),
    Field(2, 'bounding_box', MESSAGE, of=_BoundingBox),
    Field(3, 'relative_bounding_box', MESSAGE, of=_RelativeBoundingBox),
    Field(4, 'mask', MESSAGE, of=_BinaryMask),
    Field(5, 'relative_keypoints', MESSAGE, REPEATED, _RelativeKeypoint),
], enums=[_Format], nested=[_BoundingBox, _RelativeBoundingBox, _BinaryMask, _RelativeKeypoint])
