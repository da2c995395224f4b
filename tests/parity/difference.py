"""What two runs over the same frames disagree about.

A run is one dictionary for each frame: a name like 'hand0/image' to a float32 array. What was not found has no name. Names that
end in '/image' hold points in 0..1 of the frame. Names in `loose` may differ by that much; all others not in one bit.
"""
import numpy as np


def array(values):
    """Through double, as JSON's numbers are read: the program writes the shortest text that gives the same float32 back."""
    return np.array(values, np.float64).astype(np.float32)


class Difference:
    def __init__(self, theirs, ours, size, loose=None):
        self.frames, self.values, self.things, self.presence, self.unequal = len(theirs), 0, 0, [], {}
        self.first, self.loosest, self.too_loose = None, 0.0, 0
        pixels = [np.zeros(0)]
        for k, (a, b) in enumerate(zip(theirs, ours)):
            self.things += sum(name.endswith('/image') for name in a)
            if sorted(a) != sorted(b):
                self.presence.append(k)
            for name in a.keys() & b.keys():
                allowed = (loose or {}).get(name.rsplit('/', 1)[-1])
                if name.endswith('/image') and a[name].shape == b[name].shape:
                    delta = (a[name][:, :2].astype(np.float64) - b[name][:, :2]) * size
                    pixels.append(np.hypot(delta[:, 0], delta[:, 1]))
                if allowed is None:
                    self.compare_bits(k, name, a[name], b[name])
                else:
                    self.compare_loosely(a[name], b[name], allowed)
        self.pixels = np.concatenate(pixels)
        self.worst_px = float(self.pixels.max()) if self.pixels.size else 0.0
        self.median_px = float(np.median(self.pixels)) if self.pixels.size else 0.0

    def compare_bits(self, frame, name, a, b):
        self.values += a.size
        if a.shape != b.shape:
            count = max(a.size, b.size)
        else:
            count = int(np.count_nonzero(a.view(np.uint32) != b.view(np.uint32)))
        if count:
            self.first = frame if self.first is None else self.first
            self.unequal[name] = self.unequal.get(name, 0) + count

    def compare_loosely(self, a, b, allowed):
        worst = float(np.abs(a.astype(np.float64) - b).max())
        self.loosest = max(self.loosest, worst)
        self.too_loose += worst > allowed

    def exact(self):
        return not self.presence and not self.unequal and not self.too_loose

    def __str__(self):
        text = '%d frames, %d found, %d values' % (self.frames, self.things, self.values)
        if self.loosest:
            text += ', scores within %.1e' % self.loosest
        if self.presence:
            text += '; other things found on frames %s' % self.presence[:8]
        if self.unequal:
            text += '; first on frame %s, worst %.3g px, values that differ: %s' % (
                self.first, self.worst_px, ', '.join('%s %d' % item for item in sorted(self.unequal.items())[:6]))
        return text


def median(parts):
    """Of all points of several differences; 0 for none."""
    parts = [part for part in parts if part.size]
    return float(np.median(np.concatenate(parts))) if parts else 0.0
