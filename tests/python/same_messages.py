#!/usr/bin/env python3
"""Messages of this package beside protobuf's own: the same doings on both, then the same bytes, text, values and exceptions."""
import copy
import pickle
import random

import harness
from harness import equal, holds

try:
    from google.protobuf import json_format, text_format
    from mediapipe.framework.formats import classification_pb2, detection_pb2, landmark_pb2, location_data_pb2
    from mediapipe.framework.formats.annotation import rasterization_pb2
except ImportError as error:
    harness.skip_all('native mediapipe is not installed here (%s)' % error)
import sightline.formats.classification_pb2
import sightline.formats.detection_pb2
import sightline.formats.landmark_pb2
import sightline.formats.location_data_pb2
import sightline.formats.rasterization_pb2

REAL = (classification_pb2, detection_pb2, landmark_pb2, location_data_pb2, rasterization_pb2)
OURS = sightline.formats
MESSAGE = 10
ROUNDS = 300
FLOATS = (0.0, -0.0, 1.0, 0.1, 1 / 3, 1e-10, 123456789.0, 1e38, 3.4028235e38, 1e39, float('inf'), float('-inf'), 5e-324, -2.5)
INTS = (0, 1, -1, 127, 128, 300, 2**31 - 1, -2**31)
TEXTS = ('', 'Left', 'é', 'a"b\'c\\d', '\n\t\r\x01\x7f', '\u2028', '日本')


def pairs():
    """(protobuf's class, ours) of every message, nested ones too."""
    for real in REAL:
        ours = getattr(OURS, real.__name__.split('.')[-1])
        for name in real.DESCRIPTOR.message_types_by_name:
            yield from nested(getattr(real, name), getattr(ours, name))


def nested(real, ours):
    yield real, ours
    for name in real.DESCRIPTOR.nested_types_by_name:
        yield from nested(getattr(real, name), getattr(ours, name))


def random_value(dice, field):
    kinds = {'float': FLOATS, 'int32': INTS, 'int64': INTS + (2**63 - 1, -2**63), 'string': TEXTS, 'enum': (0, 1, 2, 3)}
    return dice.choice(kinds[field.kind.name])


def fill(dice, both, depth=0):
    """The same random fields in both."""
    for field in type(both[1]).DESCRIPTOR.fields:
        if field.label != 2 and dice.random() < 0.4:
            continue
        parts = [getattr(message, field.name) for message in both]
        if field.kind.name == 'message':
            for _ in range(dice.choice((1, 1, 3)) if field.is_repeated else 1):
                fill(dice, [part.add() for part in parts] if field.is_repeated else parts, depth + 1)
                if not field.is_repeated:
                    for part in parts:
                        part.SetInParent()
        elif field.is_repeated:
            for _ in range(dice.choice((0, 1, 4))):
                value = random_value(dice, field)
                for part in parts:
                    part.append(value)
        else:
            value = random_value(dice, field)
            for message in both:
                setattr(message, field.name, value)


def random_pairs():
    dice = random.Random(1)
    classes = list(pairs())
    for k in range(ROUNDS):
        real, ours = classes[k % len(classes)]
        both = real(), ours()
        fill(dice, both)
        yield both


def test_fields_enums_and_names_are_the_same():
    for real, ours in pairs():
        equal(ours.DESCRIPTOR.full_name, real.DESCRIPTOR.full_name)
        facts = [[(f.number, f.name, f.label, f.type, f.cpp_type, f.json_name, f.camelcase_name, f.default_value,
                   f.message_type.full_name if f.message_type else None) for f in side.DESCRIPTOR.fields]
                 for side in (real, ours)]
        equal(facts[1], facts[0], real.DESCRIPTOR.full_name)
        for field in real.DESCRIPTOR.fields:
            constant = field.name.upper() + '_FIELD_NUMBER'
            equal(getattr(ours, constant), getattr(real, constant))
        for name in real.DESCRIPTOR.enum_types_by_name:
            equal(getattr(ours, name).items(), getattr(real, name).items())
            equal([getattr(ours, key) for key in getattr(real, name).keys()], getattr(real, name).values())


def test_random_messages_have_the_same_bytes_and_text():
    for real, ours in random_pairs():
        equal(ours.SerializeToString(), real.SerializeToString(), str(real))
        equal(str(ours), str(real))
        equal(repr(ours), repr(real))
        equal(ours.ByteSize(), real.ByteSize())
        equal([field.name for field, _ in ours.ListFields()], [field.name for field, _ in real.ListFields()])
    return '%d messages' % ROUNDS


def test_bytes_of_protobuf_are_read():
    for real, ours in random_pairs():
        read = type(ours).FromString(real.SerializeToString())
        equal(read, ours)
        equal(read.SerializeToString(), real.SerializeToString())
        copies = copy.deepcopy(ours), copy.copy(ours), pickle.loads(pickle.dumps(ours))
        for made in copies:
            equal(made, ours)
            holds(made is not ours, 'a copy is another object')


def test_damaged_bytes_are_refused_or_read_alike():
    """Where protobuf refuses, so do we; where it reads, we read the same."""
    dice, refused = random.Random(2), 0
    for real, ours in random_pairs():
        data = bytearray(real.SerializeToString())
        for _ in range(10):
            damaged = bytearray(data)
            if damaged:
                damaged[dice.randrange(len(damaged))] = dice.randrange(256)
            damaged = bytes(damaged[:dice.randrange(len(damaged) + 1)] if dice.random() < 0.3 else damaged)
            outcomes = []
            for side in (type(real), type(ours)):
                try:
                    message = side()
                    message.MergeFromString(damaged)
                    outcomes.append(str(message))
                except Exception as error:
                    outcomes.append(type(error).__name__)
            if outcomes[0] == 'UnicodeDecodeError':   # protobuf keeps text that is not UTF-8 until it is shown; we refuse it
                outcomes[0] = 'DecodeError'
            refused += outcomes[0] == 'DecodeError'
            equal(outcomes[1], outcomes[0], damaged.hex())
    holds(refused > 100, 'only %d were refused' % refused)
    return '%d of %d refused' % (refused, 10 * ROUNDS)


def test_json_and_text_tools_of_protobuf_work_on_ours():
    for real, ours in random_pairs():
        equal(json_format.MessageToDict(ours), json_format.MessageToDict(real), str(real))
        equal(text_format.MessageToString(ours), text_format.MessageToString(real), str(real))
        equal(json_format.MessageToJson(ours), json_format.MessageToJson(real), str(real))


def doings(formats):
    """Small programs against messages: each gives a value or an exception."""
    land, det, loc, cls = (getattr(formats, name) for name in ('landmark_pb2', 'detection_pb2', 'location_data_pb2',
                                                               'classification_pb2'))
    Point, Points, Location, Class = land.NormalizedLandmark, land.NormalizedLandmarkList, loc.LocationData, cls.Classification
    some = Points(landmark=[{'x': 1}, Point(x=0.1, y=2)])
    return {
        'a default': lambda: (Point().x, Point().HasField('x'), bool(Point())),
        'rounding': lambda: Point(x=0.1).x,
        'overflow': lambda: Point(x=1e39).x,
        'text for a number': lambda: Point(x='1'),
        'none for a number': lambda: setattr(Point(), 'x', None),
        'none at birth': lambda: Point(x=None).HasField('x'),
        'an unknown field at birth': lambda: Point(q=1),
        'an unknown field set': lambda: setattr(Point(), 'q', 1),
        'an unknown field read': lambda: Point().q,
        'presence of an unknown field': lambda: Point().HasField('q'),
        'presence of a repeated field': lambda: Points().HasField('landmark'),
        'clearing an unknown field': lambda: Point().ClearField('q'),
        'clearing': lambda: str(cleared(Point(x=1, presence=0.5), 'presence')),
        'a place by position': lambda: Point(1),
        'a hash': lambda: hash(Point()),
        'equality': lambda: (Point(x=1) == Point(x=1), Point(x=1) != Point(x=2), Point() == 1, Point(x=0) == Point()),
        'order': lambda: Point() < Point(),
        'a repeated field set': lambda: setattr(Points(), 'landmark', []),
        'a message field set': lambda: setattr(Location(), 'relative_bounding_box', None),
        'a wrong thing appended': lambda: Points().landmark.append(1),
        'a wrong message appended': lambda: Points().landmark.append(land.Landmark()),
        'a place past the end': lambda: Points().landmark[5],
        'a place by name': lambda: Points().landmark['a'],
        'an item assigned': lambda: some.landmark.__setitem__(0, Point()),
        'add by position': lambda: some.landmark.add(3),
        'negative place': lambda: some.landmark[-1].y,
        'a slice': lambda: [type(some.landmark[:1]).__name__, len(some.landmark[:1]), some.landmark[1:][0].y],
        'append copies': lambda: appended(Points(), Point(x=1)),
        'extend': lambda: str(extended(Points(), [Point(x=1), Point(y=2)])),
        'delete': lambda: str(deleted(Points(landmark=[Point(x=1), Point(y=2)]))),
        'iteration': lambda: [point.x for point in some.landmark],
        'container text': lambda: str(some.landmark),
        'scalars': lambda: scalars(det.Detection()),
        'scalars print': lambda: str(det.Detection(score=[0.1, 0.25]).score),
        'a wrong scalar': lambda: det.Detection().score.append('x'),
        'reading does not set': lambda: (Location().relative_bounding_box.xmin, Location().HasField('relative_bounding_box')),
        'setting inside sets': lambda: inside(Location()),
        'adding inside sets': lambda: adding(det.Detection()),
        'the same object twice': lambda: same(Location(), some),
        'an enum by number and name': lambda: str(enumerated(Location())),
        'a wrong enum': lambda: setattr(Location(), 'format', 9),
        'a wrong enum name': lambda: setattr(Location(), 'format', 'NOPE'),
        'enum words': lambda: (Location.Format.Name(2), Location.Format.Value('MASK'), Location.RELATIVE_BOUNDING_BOX),
        'an int too large': lambda: Class(index=2**40),
        'a float for an int': lambda: Class(index=1.5),
        'a bool for an int': lambda: Class(index=True).index,
        'bytes for text': lambda: Class(label='é'.encode()).label,
        'a number for text': lambda: Class(label=3),
        'merging': lambda: str(merged(Point(x=1, y=2), Point(y=3))),
        'merging lists': lambda: str(merged(Points(landmark=[Point(x=1)]), Points(landmark=[Point(y=3)]))),
        'merging another class': lambda: merged(Point(), land.Landmark()),
        'copying': lambda: str(copied(Point(x=1, z=1), Point(y=3))),
        'copying itself': lambda: str(copied(some, some)),
        'clear': lambda: str(emptied(Points(landmark=[Point(x=1)]))),
        'parsing text': lambda: Point.FromString('x'),
        'parsing a cut': lambda: Point.FromString(b'\x0d'),
        'unknown bytes stay': lambda: Point.FromString(b'\x78\x01\x0d\x00\x00\x80?').SerializeToString(),
        'a oneof': lambda: Point().WhichOneof('x'),
        'a required field': lambda: loc.LocationData.BinaryMask().rasterization.interval.add().SerializeToString(),
        'required paths': lambda: required(loc.LocationData()),
        'many add': lambda: some.landmark.add(x=3, y=4).y,
        'initialised': lambda: Point().IsInitialized(),
        'insert and sort': lambda: ordered(Points(landmark=[Point(x=3), Point(x=1)]), Point(x=2)),
        'remove': lambda: removed(Points(landmark=[Point(x=3), Point(x=1)]), Point(x=3)),
        'remove what is not there': lambda: removed(Points(), Point(x=3)),
        'pop': lambda: Points(landmark=[Point(x=3), Point(x=1)]).landmark.pop().x,
    }


def cleared(message, name):
    message.ClearField(name)
    return message


def appended(points, point):
    points.landmark.append(point)
    point.x = 7
    return points.landmark[0].x


def extended(points, more):
    points.landmark.extend(more)
    return points


def deleted(points):
    del points.landmark[0]
    return points


def scalars(detection):
    detection.score.extend([0.1, 0.2])
    detection.score[0] = 0.5
    last = detection.score.pop()
    detection.label_id.append(3)
    return list(detection.score), last, detection.score[:], detection.score == [0.5], detection.label_id


def inside(location):
    location.relative_bounding_box.xmin = 0.5
    return location.HasField('relative_bounding_box'), str(location)


def adding(detection):
    detection.location_data.mask.rasterization.interval.add(y=1, left_x=2, right_x=3)
    return detection.HasField('location_data'), str(detection)


def same(location, points):
    return (location.relative_bounding_box is location.relative_bounding_box, points.landmark[0] is points.landmark[0],
            points.landmark is points.landmark)


def enumerated(location):
    location.format = 2
    first = str(location)
    location.format = 'MASK'
    return first + str(location)


def merged(message, other):
    message.MergeFrom(other)
    return message


def copied(message, other):
    message.CopyFrom(other)
    return message


def emptied(message):
    message.Clear()
    return message


def required(location):
    location.mask.rasterization.interval.add(y=1)
    return location.FindInitializationErrors(), location.IsInitialized()


def ordered(points, point):
    points.landmark.insert(0, point)
    points.landmark.sort(key=lambda one: one.x)
    points.landmark.reverse()
    return [one.x for one in points.landmark]


def removed(points, point):
    points.landmark.remove(point)
    return [one.x for one in points.landmark]


def outcome(doing):
    try:
        return repr(doing())
    except Exception as error:
        return type(error).__name__


class Real:
    landmark_pb2, detection_pb2 = landmark_pb2, detection_pb2
    location_data_pb2, classification_pb2 = location_data_pb2, classification_pb2


def test_the_same_doings_have_the_same_outcome():
    theirs, ours = doings(Real), doings(OURS)
    different = []
    for name in theirs:
        found, expected = outcome(ours[name]), outcome(theirs[name])
        # The one wish that protobuf names otherwise: an exception of its own for required fields.
        if found != expected and (found, expected) != ('ValueError', 'EncodeError'):
            different.append('%s: found %s, expected %s' % (name, found, expected))
    holds(not different, '\n'.join(different))
    return '%d doings' % len(theirs)


harness.run(globals())
