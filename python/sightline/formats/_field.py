"""What a field of a message is: its number, its kind, and which Python values it takes.

The kinds are those that MediaPipe's result messages use. The numbers of types and labels are protobuf's own
(descriptor.proto), so that tools which walk over descriptors, such as google.protobuf.json_format, find what they expect.
"""
import ctypes
import operator

OPTIONAL, REQUIRED, REPEATED = 1, 2, 3


class Kind:
    """How a kind of value is checked (`take`), and how it stands on the wire and in descriptors."""

    def __init__(self, name, default, wire, type_number, cpp_type):
        self.name, self.default, self.wire, self.type, self.cpp_type = name, default, wire, type_number, cpp_type


VARINT, FIXED64, BYTES, FIXED32 = 0, 1, 2, 5

FLOAT = Kind('float', 0.0, FIXED32, 2, 6)
INT64 = Kind('int64', 0, VARINT, 3, 2)
INT32 = Kind('int32', 0, VARINT, 5, 1)
STRING = Kind('string', '', BYTES, 9, 9)
MESSAGE = Kind('message', None, BYTES, 11, 10)
ENUM = Kind('enum', 0, VARINT, 14, 8)

INT_BITS = {'int32': 31, 'int64': 63}


def take_float(value):
    """The float32 nearest to the value, as a Python float: what protobuf stores."""
    return ctypes.c_float(value).value


def take_int(value, kind):
    number = operator.index(value)
    if not -1 << INT_BITS[kind.name] <= number < 1 << INT_BITS[kind.name]:
        raise ValueError('Value out of range: %d' % number)
    return number


def take_string(value):
    if isinstance(value, bytes):
        return value.decode('utf-8')
    if not isinstance(value, str):
        raise TypeError('a text field takes str or UTF-8 bytes, not %s' % type(value).__name__)
    return value


def take_enum(value, enum):
    if isinstance(value, str):
        return enum.Value(value)
    number = operator.index(value)
    if number not in enum.numbers():
        raise ValueError('invalid enumerator %d; %s has %s' % (number, enum.name, ', '.join(enum.keys())))
    return number


class Options:
    """No message here sets any."""
    map_entry = False
    packed = False


class Field:
    """One field. Doubles as its descriptor: the attributes are named as protobuf's."""

    is_extension = False
    has_options = False
    containing_oneof = None
    containing_type = None   # the message's class sets it

    def __init__(self, number, name, kind, label=OPTIONAL, of=None, packed=False):
        self.number, self.name, self.kind, self.label, self.packed = number, name, kind, label, packed
        self.of = of                                # the class of a message field, the Enum of an enum field
        self.tag = number << 3 | (BYTES if packed else kind.wire)
        first, *rest = name.split('_')
        self.json_name = self.camelcase_name = first + ''.join(word.capitalize() for word in rest)

    def take(self, value):
        """The value as the field keeps it, or TypeError or ValueError."""
        if self.kind is FLOAT:
            return take_float(value)
        if self.kind is STRING:
            return take_string(value)
        if self.kind is ENUM:
            return take_enum(value, self.of)
        return take_int(value, self.kind)

    @property
    def is_repeated(self):
        return self.label == REPEATED

    @property
    def type(self):
        return self.kind.type

    @property
    def cpp_type(self):
        return self.kind.cpp_type

    @property
    def message_type(self):
        return self.of.DESCRIPTOR if self.kind is MESSAGE else None

    @property
    def enum_type(self):
        return self.of if self.kind is ENUM else None

    @property
    def has_presence(self):
        return not self.is_repeated

    @property
    def default_value(self):
        return [] if self.is_repeated else self.kind.default

    def GetOptions(self):
        return Options


class EnumValue:
    def __init__(self, name, number):
        self.name, self.number = name, number


class Enum:
    """The wrapper that protobuf puts on a class for each of its enums."""

    def __init__(self, name, within, values):
        self.name, self.full_name, self._values = name, 'mediapipe.%s.%s' % (within, name), dict(values)
        self.values_by_name = {key: EnumValue(key, number) for key, number in values}
        self.values_by_number = {value.number: value for value in self.values_by_name.values()}

    def Name(self, number):
        if number not in self.values_by_number:
            raise ValueError('Enum %s has no name defined for value %r' % (self.name, number))
        return self.values_by_number[number].name

    def Value(self, name):
        if name not in self._values:
            raise ValueError('Enum %s has no value defined for name %r' % (self.name, name))
        return self._values[name]

    def numbers(self):
        return self.values_by_number

    def keys(self):
        return list(self._values)

    def values(self):
        return list(self._values.values())

    def items(self):
        return list(self._values.items())


class File:
    def __init__(self, name):
        self.name, self.package, self.syntax = name, 'mediapipe', 'proto2'


class Descriptor:
    """Describes a message class, in the words of protobuf's."""

    has_options = False
    oneofs = ()
    oneofs_by_name = {}
    extensions = ()
    is_extendable = False

    def __init__(self, name, full_name, file, fields, message_class):
        self.name, self.full_name, self.file, self.fields = name, full_name, file, fields
        self._concrete_class = message_class
        self.fields_by_name = {field.name: field for field in fields}
        self.fields_by_number = {field.number: field for field in fields}
        self.fields_by_camelcase_name = {field.camelcase_name: field for field in fields}
        for field in fields:
            field.containing_type = self

    def GetOptions(self):
        return Options
