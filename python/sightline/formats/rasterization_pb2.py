"""Runs of pixels: how LocationData keeps a mask."""
from sightline.formats._field import INT32, MESSAGE, REPEATED, REQUIRED, Field
from sightline.formats._message import message_class

FILE = 'annotation/rasterization.proto'

_Interval = message_class(__name__, 'Interval', FILE, [
    Field(1, 'y', INT32, REQUIRED),
    Field(2, 'left_x', INT32, REQUIRED),
    Field(3, 'right_x', INT32, REQUIRED),
], within='Rasterization.')

Rasterization = message_class(__name__, 'Rasterization', FILE, [
    Field(1, 'interval', MESSAGE, REPEATED, _Interval),
], nested=[_Interval])
