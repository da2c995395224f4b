"""Protobuf's text format for the messages of this package: what str() gives."""
import math
import struct

from sightline.formats._field import ENUM, FLOAT, MESSAGE, STRING

ESCAPES = {'\n': '\\n', '\r': '\\r', '\t': '\\t', '"': '\\"', "'": "\\'", '\\': '\\\\'}


def float_text(value):
    """Six digits where they give the float32 back, nine elsewhere."""
    if math.isnan(value):
        return '-nan' if math.copysign(1, value) < 0 else 'nan'
    if math.isinf(value):
        return 'inf' if value > 0 else '-inf'
    text = '%.6g' % value
    try:
        same = struct.pack('<f', float(text)) == struct.pack('<f', value)
    except OverflowError:              # rounding up left the range of float32
        same = False
    return text if same else '%.9g' % value


def string_text(value):
    def one(letter):
        if letter in ESCAPES:
            return ESCAPES[letter]
        return '\\%03o' % ord(letter) if ord(letter) < 32 or ord(letter) == 127 else letter
    return '"%s"' % ''.join(map(one, value))


def value_text(field, value):
    if field.kind is FLOAT:
        return float_text(value)
    if field.kind is STRING:
        return string_text(value)
    if field.kind is ENUM:
        return field.of.Name(value)
    return str(value)


def message_text(message, indent=''):
    lines = []
    for field, value in message.ListFields():
        for item in value if field.is_repeated else [value]:
            if field.kind is MESSAGE:
                lines.append('%s%s {\n%s%s}\n' % (indent, field.name, message_text(item, indent + '  '), indent))
            else:
                lines.append('%s%s: %s\n' % (indent, field.name, value_text(field, item)))
    return ''.join(lines)
