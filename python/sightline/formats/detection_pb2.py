"""Things found in a picture: a face with its box, score and key points."""
from sightline.formats._field import FLOAT, INT32, INT64, MESSAGE, REPEATED, STRING, Field
from sightline.formats._message import message_class
from sightline.formats.location_data_pb2 import LocationData

FILE = 'detection.proto'

_AssociatedDetection = message_class(__name__, 'AssociatedDetection', FILE, [
    Field(1, 'id', INT32),
    Field(2, 'confidence', FLOAT),
], within='Detection.')

Detection = message_class(__name__, 'Detection', FILE, [
    Field(1, 'label', STRING, REPEATED),
    Field(2, 'label_id', INT32, REPEATED, packed=True),
    Field(3, 'score', FLOAT, REPEATED, packed=True),
    Field(4, 'location_data', MESSAGE, of=LocationData),
    Field(5, 'feature_tag', STRING),
    Field(6, 'track_id', STRING),
    Field(7, 'detection_id', INT64),
    Field(8, 'associated_detections', MESSAGE, REPEATED, _AssociatedDetection),
    Field(9, 'display_name', STRING, REPEATED),
    Field(10, 'timestamp_usec', INT64),
], nested=[_AssociatedDetection])

DetectionList = message_class(__name__, 'DetectionList', FILE, [
    Field(1, 'detection', MESSAGE, REPEATED, Detection),
])
