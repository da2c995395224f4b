"""Shared frames: what they cost, beside a bare futex, a socket that copies, Python's queue with SharedMemory, and GStreamer's shm."""
import json
import os
import statistics
import subprocess
import tempfile
import time
from multiprocessing import Event, Process, Queue
from multiprocessing.shared_memory import SharedMemory

BUFFERS = 4
SIZES = {'1 KB': 18 * 19 * 3, '1080p': 1920 * 1080 * 3}


def read_queue(queue, name, answered, times):
    memory = SharedMemory(name=name)
    took = []
    while True:
        sent = queue.get()
        now = time.monotonic_ns()
        if sent is None:
            break
        index, size, sent_ns = sent
        took.append((now - sent_ns) / 1e3)
        bytes(memory.buf[index * size:(index + 1) * size])
        answered.set()
    times.put(took)
    memory.close()


def python_queue(title, frames):
    """A process writes into SharedMemory and tells the place through a multiprocessing.Queue."""
    size = SIZES[title]
    memory = SharedMemory(create=True, size=BUFFERS * size)
    queue, times, answered = Queue(), Queue(), Event()
    reader = Process(target=read_queue, args=(queue, memory.name, answered, times), daemon=True)
    reader.start()
    for number in range(frames):
        place = number % BUFFERS * size
        memory.buf[place:place + size] = bytes([number & 255]) * size
        queue.put((number % BUFFERS, size, time.monotonic_ns()))
        answered.wait(10)
        answered.clear()
    queue.put(None)
    took = sorted(times.get(timeout=10)[frames // 10:])
    reader.join(10)
    memory.close()
    memory.unlink()
    return {'case': title, 'side': 'Python queue + SharedMemory', 'frames': len(took), 'p50_us': statistics.median(took),
            'p99_us': took[int(len(took) * 0.99)], 'p999_us': took[int(len(took) * 0.999)]}


def lines_of(command):
    done = subprocess.run(command, stdout=subprocess.PIPE, check=False)
    return [json.loads(line) for line in done.stdout.splitlines()]


def gstreamer(build, title, frames):
    """shmsink to shmsrc, in two processes."""
    program = os.path.join(build, 'bench', 'bench-ring-gst')
    if not os.path.exists(program):
        print('# GStreamer shmsink/shmsrc left out: built without GStreamer')
        return []
    with tempfile.TemporaryDirectory() as folder:
        rows = lines_of([program, title, str(SIZES[title]), str(frames), os.path.join(folder, 'shm')])
    if not rows:
        print('# GStreamer shmsink/shmsrc left out: it gave no times')
    return rows


def show_latency(rows):
    print('%-8s %-30s %7s %10s %10s %10s' % ('payload', 'publish to return from take', 'frames', 'p50 us', 'p99 us', 'p99.9 us'))
    for row in sorted(rows, key=lambda row: (row['case'], row['p50_us'])):
        print('%-8s %-30s %7d %10.2f %10.2f %10.2f' % (row['case'], row['side'], row['frames'], row['p50_us'], row['p99_us'],
                                                       row['p999_us']))
    print()


def show_readers(rows):
    print('%-24s %8s %8s %6s %14s %14s %8s %8s' % ('publisher', 'readers', 'fps', 'late', 'CPU us/frame', 'publish us', 'dropped',
                                                  'copied'))
    for row in rows:
        print('%-24s %8d %8.2f %6d %14.1f %14.2f %8d %8d' % (row['case'], row['readers'], row['fps'], row['late'],
                                                            row['cpu_us_a_frame'], row['publish_us_a_frame'], row['dropped'],
                                                            row['copied_bytes']))
    print()


def bench(build, frames=100000, seconds=9, peers=False):
    """Rows of both tables. One CPU for each process is needed for times of spinning readers to mean anything."""
    program = os.path.join(build, 'bench', 'bench-ring')
    if len(os.sched_getaffinity(0)) < 2 or os.getloadavg()[0] > len(os.sched_getaffinity(0)) / 2:
        print('# this machine is busy (load %.1f): times of shared frames are not what they could be' % os.getloadavg()[0])
    rows = lines_of([program, 'latency', str(frames)])
    for title in SIZES if peers else ():
        few = frames // (10 if title == '1 KB' else 100)
        rows.append(python_queue(title, max(few, 50)))
        rows += gstreamer(build, title, max(few, 50))
    show_latency(rows)
    readers = lines_of([program, 'readers', str(seconds)])
    show_readers(readers)
    return rows + readers


if __name__ == '__main__':
    import sys
    bench(sys.argv[1] if len(sys.argv) > 1 else 'build', int(sys.argv[2]) if len(sys.argv) > 2 else 100000,
          float(sys.argv[3]) if len(sys.argv) > 3 else 9, peers='--peers' in sys.argv)
