"""Repeated fields of messages: lists of scalars, lists of messages."""
from sightline.formats._field import MESSAGE


class Repeated(list):
    """A repeated field: a list that takes only what fits.

    It knows its message only while that one is not set in the message above and must be told when something comes in; so
    there is no circle, and results are freed with their last reference, not when Python next looks for circles.
    """

    def __init__(self, owner, field):
        list.__init__(self)
        self._owner, self._field = owner if owner._owner is not None else None, field

    def _touch(self):
        owner, self._owner = self._owner, None
        if owner is not None:
            owner._touch()

    def append(self, value):
        list.append(self, self._checked(value))
        self._touch()

    def insert(self, index, value):
        list.insert(self, index, self._checked(value))
        self._touch()

    def extend(self, values):
        if values is None:
            return
        list.extend(self, [self._checked(value) for value in list(values)])
        if self:
            self._touch()

    MergeFrom = extend

    def __iadd__(self, values):
        self.extend(values)
        return self

    def __imul__(self, times):
        raise TypeError('a repeated field is not multiplied')

    def __deepcopy__(self, memo):
        return [item if self._field.kind is not MESSAGE else item.__deepcopy__(memo) for item in self]

    def __reduce__(self):
        return list, (list(self),)

    __hash__ = None


class RepeatedScalars(Repeated):
    def _checked(self, value):
        return self._field.take(value)

    def __setitem__(self, index, value):
        checked = [self._checked(one) for one in value] if isinstance(index, slice) else self._checked(value)
        list.__setitem__(self, index, checked)


class RepeatedMessages(Repeated):
    def _checked(self, value):
        """A copy: what is put in is not what comes out, as with protobuf."""
        if not isinstance(value, self._field.of):
            raise TypeError('%s takes messages of %s, not %s' % (self._field.name, self._field.of.__name__,
                                                                 type(value).__name__))
        copy = self._field.of()
        copy.MergeFrom(value)
        return copy

    def add(self, **values):
        message = self._field.of(**values)
        list.append(self, message)
        self._touch()
        return message

    def __setitem__(self, index, value):
        raise TypeError('a repeated message field does not support assignment; change its messages, or use del and append')
