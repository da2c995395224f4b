"""Protobuf's wire format for the messages of this package: tags, varints, 32-bit floats, nested lengths.

Fields that a message does not know are kept as they came and written again at the end, as protobuf does.
"""
import struct

from sightline.formats._field import BYTES, ENUM, FIXED32, FIXED64, FLOAT, MESSAGE, STRING, VARINT

NEST_LIMIT = 100                       # protobuf's own


class DecodeError(ValueError):
    """The bytes are no message."""


def varint(number):
    number &= (1 << 64) - 1            # negative numbers stand as their 64-bit two's complement
    out = bytearray()
    while number > 0x7f:
        out.append(number & 0x7f | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)


def scalar_bytes(field, value):
    if field.kind is FLOAT:
        return struct.pack('<f', value)
    if field.kind is STRING:
        text = value.encode('utf-8')
        return varint(len(text)) + text
    return varint(value)


def field_bytes(field, value):
    """One field of a message: value, or list of values when it is repeated."""
    tag = varint(field.tag)
    if field.kind is MESSAGE:
        parts = [encode(message) for message in (value if field.is_repeated else [value])]
        return b''.join(tag + varint(len(part)) + part for part in parts)
    if not field.is_repeated:
        return tag + scalar_bytes(field, value)
    parts = [scalar_bytes(field, item) for item in value]
    if field.packed:
        return tag + varint(sum(map(len, parts))) + b''.join(parts)
    return b''.join(tag + part for part in parts)


def encode(message):
    return b''.join([field_bytes(field, value) for field, value in message.ListFields()]) + message._unknown


def read_varint(data, at):
    number = shift = 0
    while shift < 70:
        if at >= len(data):
            raise DecodeError('Error parsing message: a number is cut off')
        byte = data[at]
        at += 1
        number |= (byte & 0x7f) << shift
        if byte < 0x80:
            return number & (1 << 64) - 1, at
        shift += 7
    raise DecodeError('Error parsing message: a number is longer than 64 bits')


def read_bytes(data, at, size):
    if size > len(data) - at:
        raise DecodeError('Error parsing message: %d bytes announced, %d there' % (size, len(data) - at))
    return data[at:at + size], at + size


def skip(data, at, tag):
    """Past the value of an unknown field."""
    wire = tag & 7
    if wire == VARINT:
        return read_varint(data, at)[1]
    if wire == FIXED64:
        return read_bytes(data, at, 8)[1]
    if wire == FIXED32:
        return read_bytes(data, at, 4)[1]
    if wire == BYTES:
        size, at = read_varint(data, at)
        return read_bytes(data, at, size)[1]
    if wire == 3:                      # a group: its fields, up to the tag that ends it
        while True:
            inner, at = read_varint(data, at)
            if inner & 7 == 4:
                if inner >> 3 != tag >> 3:
                    break
                return at
            at = skip(data, at, inner)
    raise DecodeError('Error parsing message: a field has no known form')


def signed(number, bits):
    number &= (1 << bits) - 1
    return number - (1 << bits) if number >> bits - 1 else number


def read_scalar(field, data, at):
    """(value, place after it); None for a number that the enum lacks."""
    if field.kind is FLOAT:
        part, at = read_bytes(data, at, 4)
        return struct.unpack('<f', part)[0], at
    number, at = read_varint(data, at)
    if field.kind is STRING:
        part, at = read_bytes(data, at, number)
        try:
            return part.decode('utf-8'), at
        except UnicodeDecodeError as error:
            raise DecodeError('Error parsing message: %s is not UTF-8' % field.name) from error
    if field.kind is ENUM:
        number = signed(number, 32)
        return (number if number in field.of.numbers() else None), at
    return signed(number, 32 if field.kind.name == 'int32' else 64), at


def read_field(message, field, wire, data, at, depth):
    """Put one value into the message; False and the same place when the wire's form is not the field's."""
    if field.kind is MESSAGE and wire == BYTES:
        size, at = read_varint(data, at)
        part, at = read_bytes(data, at, size)
        target = getattr(message, field.name)
        if field.is_repeated:
            target = target.add()
        else:
            target.SetInParent()
        decode(target, part, depth + 1)
        return True, at
    if field.is_repeated and wire == BYTES and field.kind.wire != BYTES:
        size, at = read_varint(data, at)
        part, at = read_bytes(data, at, size)
        inner = 0
        while inner < len(part):
            value, inner = read_scalar(field, part, inner)
            if value is not None:
                getattr(message, field.name).append(value)
        return True, at
    if field.kind is MESSAGE or wire != field.kind.wire:
        return False, at
    value, after = read_scalar(field, data, at)
    if value is None:
        return False, at
    if field.is_repeated:
        getattr(message, field.name).append(value)
    else:
        setattr(message, field.name, value)
    return True, after


def decode(message, data, depth=0):
    """Merge the bytes into the message."""
    if depth > NEST_LIMIT:
        raise DecodeError('Error parsing message: nested more than %d deep' % NEST_LIMIT)
    fields, at = message.DESCRIPTOR.fields_by_number, 0
    while at < len(data):
        start = at
        tag, at = read_varint(data, at)
        if tag >> 3 == 0 or tag >> 32:
            raise DecodeError('Error parsing message: %d is no tag' % tag)
        field, known = fields.get(tag >> 3), False
        if field:
            known, at = read_field(message, field, tag & 7, data, at, depth)
        if not known:
            at = skip(data, at, tag)
            message._keep_unknown(data[start:at])
