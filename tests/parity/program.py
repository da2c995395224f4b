"""The sightline program, fed with raw frames through a pipe: one parsed event for each frame."""
import json
import subprocess
import threading


def feed(pipe, frames):
    try:
        for frame in frames:
            pipe.write(frame.tobytes())
        pipe.close()
    except BrokenPipeError:
        pass                                        # the program ended early; its exit code says why


def run(program, frames, flags):
    """Frames are uint8 RGB of one size. The clock is the one that mp.solutions simulates."""
    height, width = frames[0].shape[:2]
    command = [program, 'run', *flags, '-q', '--pts', 'legacy', 'raw:%dx%d:rgb24@30' % (width, height)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    feeder = threading.Thread(target=feed, args=(process.stdin, frames))
    feeder.start()
    events = [json.loads(line) for line in process.stdout]
    feeder.join()
    if process.wait():
        raise RuntimeError('%s: exit %d' % (' '.join(command), process.returncode))
    if len(events) != len(frames):
        raise RuntimeError('%d frames in, %d events out' % (len(frames), len(events)))
    return events
