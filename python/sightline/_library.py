"""Finding and opening libsightline.so. Raises ImportError with one sentence when that cannot be done."""
import ctypes
import glob
import os

NAMES = ('libsightline.so', 'libsightline.so.0')
LIBRARY_FOLDERS = ('lib', 'lib64')
HERE = os.path.dirname(os.path.abspath(__file__))


def ancestors(folder):
    while folder != os.path.dirname(folder):
        folder = os.path.dirname(folder)
        yield folder


def candidates():
    """Paths to look at, nearest first: beside the package, its prefix, the build folder of its checkout."""
    folders = [HERE]
    for folder in ancestors(HERE):
        if os.path.basename(folder) in LIBRARY_FOLDERS:                     # PREFIX/lib/python3.11/site-packages/sightline
            folders += [folder] + sorted(glob.glob(os.path.join(folder, '*-linux-*')))
    checkout = os.path.dirname(os.path.dirname(HERE))                       # ROOT/python/sightline
    if os.path.exists(os.path.join(checkout, 'meson.build')):
        folders.append(os.path.join(checkout, 'build'))
    return [os.path.join(folder, name) for folder in folders for name in NAMES]


def find():
    """A path, or a bare name for the system's own search."""
    named = os.environ.get('SIGHTLINE_LIBRARY')
    if named:
        return named
    return next((path for path in candidates() if os.path.exists(path)), NAMES[1])


def load():
    path = find()
    try:
        return ctypes.CDLL(path)
    except OSError as error:
        if os.environ.get('SIGHTLINE_LIBRARY'):
            raise ImportError('sightline: SIGHTLINE_LIBRARY names %s, which cannot be opened (%s)' % (path, error)) from None
        if os.path.isabs(path):
            raise ImportError('sightline: %s cannot be opened (%s)' % (path, error)) from None
        raise ImportError('sightline: libsightline.so was not found beside the package, in its prefix or where the system '
                          'looks; build and install it with make install, or name it in SIGHTLINE_LIBRARY') from None
