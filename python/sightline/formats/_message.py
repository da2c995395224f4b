"""Messages that behave like protobuf's, without protobuf.

A set field lies in the instance's own __dict__, so reading one is as fast as reading any attribute; an unset scalar falls
through to the class, which holds the default; sub-messages and repeated fields are made when they are first read. Setting
goes through __setattr__, which checks and rounds as protobuf does.
"""
from sightline.formats import _text, _wire
from sightline.formats._field import MESSAGE, REQUIRED, Descriptor, File
from sightline.formats._repeated import RepeatedMessages, RepeatedScalars


class Made:
    """A field that is an object of its own: made on first reading, then found in the instance's __dict__."""

    def __init__(self, field):
        self.field = field

    def __get__(self, message, _=None):
        if message is None:
            return self.field
        field = self.field
        if field.is_repeated:
            made = (RepeatedMessages if field.kind is MESSAGE else RepeatedScalars)(message, field)
        else:
            made = field.of()
            made.__dict__['_owner'] = message
        message.__dict__[field.name] = made
        return made


class Message:
    """The base of every message class; message_class() makes those."""

    DESCRIPTOR = None
    _owner = None                      # the message that this is a field of, while this is not set in it
    _unknown = b''                     # what came over the wire and has no field here
    __hash__ = None

    def __init__(self, **values):
        for name, value in values.items():
            if value is not None:
                self._give(self._field(name), value)

    def _give(self, field, value):
        if field.is_repeated:
            target = getattr(self, field.name)
            for one in value:
                target.add(**one) if isinstance(one, dict) else target.append(one)
        elif field.kind is MESSAGE:
            part = field.of(**value) if isinstance(value, dict) else value
            getattr(self, field.name).MergeFrom(part)
            getattr(self, field.name).SetInParent()
        else:
            setattr(self, field.name, value)

    @classmethod
    def _field(cls, name):
        field = cls.DESCRIPTOR.fields_by_name.get(name)
        if field is None:
            raise ValueError('Protocol message %s has no "%s" field.' % (cls.__name__, name))
        return field

    def _touch(self):
        """Something in here was set, so this is set in the message above."""
        owner = self.__dict__.pop('_owner', None)
        if owner is not None:
            owner._touch()

    def _keep_unknown(self, data):
        self.__dict__['_unknown'] = self._unknown + data
        self._touch()

    def _is_set(self, field):
        value = self.__dict__.get(field.name)
        if field.is_repeated:
            return bool(value)
        return value is not None and (field.kind is not MESSAGE or value._owner is None)

    def __setattr__(self, name, value):
        field = self.DESCRIPTOR.fields_by_name.get(name)
        if field is None:
            raise AttributeError('Protocol message %s has no "%s" field.' % (type(self).__name__, name))
        if field.is_repeated or field.kind is MESSAGE:
            raise AttributeError('Assignment not allowed to message, map, or repeated field "%s" in protocol message object.'
                                 % name)
        self.__dict__[name] = field.take(value)
        self._touch()

    def __delattr__(self, name):
        raise AttributeError('fields are not deleted; use ClearField(%r)' % name)

    def HasField(self, name):
        field = self._field(name)
        if field.is_repeated:
            raise ValueError('Field %s.%s does not have presence.' % (self.DESCRIPTOR.full_name, name))
        return self._is_set(field)

    def ClearField(self, name):
        self.__dict__.pop(self._field(name).name, None)
        self._touch()

    def Clear(self):
        for field in self.DESCRIPTOR.fields:
            self.__dict__.pop(field.name, None)
        self.__dict__.pop('_unknown', None)
        self._touch()

    def ListFields(self):
        """(descriptor, value) of every set field, by number."""
        return [(field, getattr(self, field.name)) for field in self.DESCRIPTOR.fields if self._is_set(field)]

    def SetInParent(self):
        self._touch()

    def MergeFrom(self, other):
        self._same_class(other, 'MergeFrom')
        for field, value in other.ListFields():
            if field.is_repeated:
                getattr(self, field.name).extend(value)
            elif field.kind is MESSAGE:
                getattr(self, field.name).MergeFrom(value)
                getattr(self, field.name).SetInParent()
            else:
                self.__dict__[field.name] = value
                self._touch()
        if other._unknown:
            self._keep_unknown(other._unknown)

    def CopyFrom(self, other):
        self._same_class(other, 'CopyFrom')
        if other is not self:
            self.Clear()
            self.MergeFrom(other)

    def _same_class(self, other, call):
        if type(other) is not type(self):
            raise TypeError('Parameter to %s() must be instance of same class: expected %s got %s.'
                            % (call, type(self), type(other)))

    def WhichOneof(self, name):
        raise ValueError('%s has no oneof of the name %s' % (self.DESCRIPTOR.full_name, name))

    def FindInitializationErrors(self):
        """Paths of required fields that are not set."""
        lacking = [field.name for field in self.DESCRIPTOR.fields if field.label == REQUIRED and not self._is_set(field)]
        for field, value in self.ListFields():
            if field.kind is MESSAGE:
                for index, part in enumerate(value if field.is_repeated else [value]):
                    place = '%s[%d].' % (field.name, index) if field.is_repeated else field.name + '.'
                    lacking += [place + path for path in part.FindInitializationErrors()]
        return lacking

    def IsInitialized(self):
        return not self.FindInitializationErrors()

    def DiscardUnknownFields(self):
        self.__dict__.pop('_unknown', None)
        for field, value in self.ListFields():
            if field.kind is MESSAGE:
                for part in value if field.is_repeated else [value]:
                    part.DiscardUnknownFields()

    def ByteSize(self):
        return len(_wire.encode(self))

    def SerializePartialToString(self, **_):
        return _wire.encode(self)

    def SerializeToString(self, **_):
        lacking = self.FindInitializationErrors()
        if lacking:
            raise ValueError('Message %s is missing required fields: %s' % (self.DESCRIPTOR.full_name, ','.join(lacking)))
        return _wire.encode(self)

    def MergeFromString(self, serialized):
        if not isinstance(serialized, (bytes, bytearray, memoryview)):
            raise TypeError('expected bytes, %s found' % type(serialized).__name__)
        data = bytes(serialized)
        _wire.decode(self, data)
        return len(data)

    def ParseFromString(self, serialized):
        self.Clear()
        return self.MergeFromString(serialized)

    @classmethod
    def FromString(cls, serialized):
        message = cls()
        message.MergeFromString(serialized)
        return message

    def __eq__(self, other):
        if type(other) is not type(self):
            return NotImplemented
        return self.ListFields() == other.ListFields() and self._unknown == other._unknown

    def __str__(self):
        return _text.message_text(self)

    __repr__ = __str__

    def __copy__(self):
        copy = type(self)()
        copy.MergeFrom(self)
        return copy

    def __deepcopy__(self, _):
        return self.__copy__()

    def __reduce__(self):
        return from_bytes, (type(self), self.SerializePartialToString())


def trusted(message_class, **values):
    """A message with values that need no check: float32 already, lists of the right messages."""
    message = message_class()
    for name, value in values.items():
        if isinstance(value, list):
            list.extend(getattr(message, name), value)
        else:
            message.__dict__[name] = value
    return message


def from_bytes(message_class, data):
    """For pickle."""
    return message_class.FromString(data)


def message_class(module, name, file, fields, enums=(), nested=(), base=Message, within=''):
    """A class from a table: fields by number, enums and nested classes as attributes.

    `within` is the class around a nested one, for its full name and for pickle.
    """
    body = {'__module__': module, '__qualname__': within + name}
    for part in nested:
        body[part.__name__] = part
    for enum in enums:
        body[enum.name] = enum
        body.update(enum.items())
    for field in fields:
        body[field.name.upper() + '_FIELD_NUMBER'] = field.number
        if field.name not in vars(base):
            scalar = not field.is_repeated and field.kind is not MESSAGE
            body[field.name] = field.kind.default if scalar else Made(field)
    made = type(name, (base,), body)
    made.DESCRIPTOR = Descriptor(name, 'mediapipe.' + within + name, File('mediapipe/framework/formats/' + file), fields, made)
    return made
