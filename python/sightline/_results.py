"""What process() returns: named tuples whose fields can also be assigned, as those of mp.solutions can."""
from collections import namedtuple


class _Place:
    """A field of the tuple, unless the instance has a value of its own: with no __set__, that one wins."""

    def __init__(self, place):
        self.place = place

    def __get__(self, results, _=None):
        return self if results is None else tuple.__getitem__(results, self.place)


def results_class(module, fields):
    """The class `SolutionOutputs` of that module."""
    plain = namedtuple('SolutionOutputs', fields)
    body = {name: _Place(place) for place, name in enumerate(fields)}
    return type('SolutionOutputs', (plain,), {'__module__': module, **body})
