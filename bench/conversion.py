"""What it saves to look for hands in a 1920x1080 NV12 frame as it is, instead of turning the whole frame into RGB first.

The program bench-conversion times our own plain conversion and GStreamer's beside none; where cv2 is at hand, cv2.cvtColor on
one thread takes turns with none in this process. Times are CPU times of the one thread. Ratio: as it is by converted first.
"""
import json
import os
import statistics
import subprocess
import tempfile
import time

WIDTH, HEIGHT, BLOCK, PIXELS_RGB24, PIXELS_NV12 = 1920, 1080, 10, 1, 6


def timed(side, cv2, nv12):
    """Milliseconds of the conversion and of all for one frame; without cv2 as it is."""
    start = time.thread_time()
    picture = cv2.cvtColor(nv12, cv2.COLOR_YUV2RGB_NV12) if cv2 else nv12
    between = time.thread_time()
    count = side.process_plane(picture, PIXELS_RGB24 if cv2 else PIXELS_NV12, WIDTH, HEIGHT)
    if count < 1:
        raise RuntimeError('no hand in the picture')
    return (between - start) * 1e3, (time.thread_time() - start) * 1e3


def beside_cv2(program, make_side, picture, frames):
    """The row of cv2, or None without it."""
    try:
        import cv2
        import numpy as np
    except ImportError:
        return None
    cv2.setNumThreads(1)
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, 'frame.nv12')
        subprocess.run([program, picture, '0', path], check=True)
        nv12 = np.fromfile(path, np.uint8).reshape(HEIGHT * 3 // 2, WIDTH)
    sides, times = {None: make_side(), cv2: make_side()}, {None: [], cv2: []}
    for block in range(frames // BLOCK + 1):
        for way, side in sides.items():
            measured = [timed(side, way, nv12) for _ in range(BLOCK)]
            times[way] += measured if block else []
    for side in sides.values():
        side.close()
    direct, total = (statistics.median(t for _, t in times[way]) for way in (None, cv2))
    return {'way': 'RGB by cv2.cvtColor', 'frames': len(times[cv2]), 'p50_ms': total,
            'conversion_p50_ms': statistics.median(c for c, _ in times[cv2]), 'saved_ms': total - direct,
            'ratio': direct / total}


def bench(build, make_side, picture, frames):
    """Print the table. @return its rows"""
    program = os.path.join(build, 'bench', 'bench-conversion')
    done = subprocess.run([program, picture, str(frames)], stdout=subprocess.PIPE, check=True)
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    row = beside_cv2(program, make_side, picture, frames)
    rows += [row] if row else []
    print('%-38s %9s %14s %14s %9s %8s' % ('hands in a 1920x1080 NV12 frame', 'CPU ms', 'conversion ms', 'without models',
                                           'saved ms', 'ratio'))
    for row in rows:
        rest = '%.2f' % row['rest_p50_ms'] if 'rest_p50_ms' in row else '-'
        print('%-38s %9.2f %14.2f %14s %9.2f %8.3f' % (row['way'], row['p50_ms'], row['conversion_p50_ms'], rest,
                                                      row['saved_ms'], row['ratio']))
    return rows
