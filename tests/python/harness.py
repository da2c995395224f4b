"""What the tests of the Python package share: the package and library under test, expectations, a report in TAP."""
import os
import sys
import traceback

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
MEDIA = os.environ.get('SIGHTLINE_TEST_MEDIA', os.path.join(ROOT, '.deps', 'media'))
MODELS = os.environ.get('SIGHTLINE_MODELS', os.path.join(ROOT, '.deps', 'models'))
sys.path.insert(0, os.path.join(ROOT, 'python'))


class Skip(Exception):
    """The machine lacks what the test needs."""


def equal(found, expected, about=''):
    if found != expected:
        raise AssertionError('%s\nfound    %r\nexpected %r' % (about, found, expected))


def holds(condition, about):
    if not condition:
        raise AssertionError(about)


def raises(kind, call, *words):
    """The message of the exception of just that kind, with all the words in it."""
    try:
        result = call()
    except Exception as error:
        if type(error) is not kind:
            raise AssertionError('expected %s, found %s: %s' % (kind.__name__, type(error).__name__, error)) from error
        for word in words:
            holds(word in str(error), '%r is not in: %s' % (word, error))
        return str(error)
    raise AssertionError('expected %s, found %r' % (kind.__name__, result))


def need_model(name):
    if not os.path.exists(os.path.join(MODELS, name)):
        raise Skip('no %s; make setup fetches it' % name)


def run(names, prefix=''):
    """Every function of the module that is named without an underscore and was defined in it is a test."""
    module = names['__name__']
    tests = [value for name, value in names.items()
             if callable(value) and getattr(value, '__module__', '') == module and name.startswith('test_')]
    failed = 0
    for number, test in enumerate(tests, 1):
        title = prefix + test.__name__[len('test_'):]
        try:
            detail = test()
            print('ok %d - %s' % (number, title))
            if detail:
                print('# %s' % detail)
        except Skip as reason:
            print('ok %d - %s # SKIP %s' % (number, title, reason))
        except Exception:
            failed += 1
            for line in traceback.format_exc().splitlines():
                print('# ' + line)
            print('not ok %d - %s' % (number, title))
        sys.stdout.flush()
    print('1..%d' % len(tests))
    sys.exit(1 if failed else 0)


def skip_all(reason):
    print('1..0 # SKIP %s' % reason)
    sys.exit(0)
