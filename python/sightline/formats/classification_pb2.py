"""Classes with scores: the side of a hand."""
from sightline.formats._field import FLOAT, INT32, MESSAGE, REPEATED, STRING, Field
from sightline.formats._message import message_class

FILE = 'classification.proto'

Classification = message_class(__name__, 'Classification', FILE, [
    Field(1, 'index', INT32),
    Field(2, 'score', FLOAT),
    Field(3, 'label', STRING),
    Field(4, 'display_name', STRING),
])

ClassificationList = message_class(__name__, 'ClassificationList', FILE, [
    Field(1, 'classification', MESSAGE, REPEATED, Classification),
])

ClassificationListCollection = message_class(__name__, 'ClassificationListCollection', FILE, [
    Field(1, 'classification_list', MESSAGE, REPEATED, ClassificationList),
])
