"""The whole program on one picture, from start to end."""
import os
import statistics
import subprocess
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PICTURE = os.path.join(ROOT, '.deps', 'media', 'fullcurl.jpg')
RUNS = 7
PEER_PROGRAM = """import sys, cv2, mediapipe as mp
with mp.solutions.hands.Hands() as hands:
    print(len(hands.process(cv2.imread(sys.argv[1])[..., ::-1].copy()).multi_hand_landmarks))"""


def time_program(command):
    """Wall milliseconds from start to end of a program, and its peak resident size in MB."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise RuntimeError('%s failed' % command[0])
    return (time.perf_counter() - start) * 1e3, usage.ru_maxrss / 1024


def commands(build, cache, peers_python):
    program = [os.path.join(build, 'sightline'), 'run', '--hands', '-q', PICTURE]
    made = {'tflite': program,
            'openvino, nothing cached': program + ['--engine', 'openvino', '--cache-dir', ''],
            'openvino, models cached': program + ['--engine', 'openvino', '--cache-dir', cache]}
    if os.path.exists(peers_python):
        made['mediapipe (Python)'] = [peers_python, '-c', PEER_PROGRAM, PICTURE]
    return made


def bench(build, peers_python):
    print('%-42s %9s %9s' % ('one picture, the whole program', 'p50 ms', 'peak MB'))
    rows = []
    with tempfile.TemporaryDirectory() as cache:
        for name, command in commands(build, cache, peers_python).items():
            try:
                runs = [time_program(command) for _ in range(RUNS + 1)][1:]
            except RuntimeError as error:
                print('# %s left out: %s' % (name, error))
                continue
            rows.append({'case': 'first result', 'side': name, 'p50_ms': statistics.median(r[0] for r in runs),
                         'peak_mb': max(r[1] for r in runs)})
            print('%-42s %9.0f %9.0f' % (name, rows[-1]['p50_ms'], rows[-1]['peak_mb']))
    print()
    return rows
