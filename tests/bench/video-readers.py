"""Reads frames with another reader, for the video bench. Arguments: pyav-seek, pyav-sequential or
torchcodec, and a number of threads. Each line of standard input is {"path", "indices"} (null: all frames);
each line of standard output is {"cpuMs", "wallMs", "digests"}. Digests are made outside of the time."""

import hashlib
import json
import sys
import time

reader, threads = sys.argv[1], int(sys.argv[2])

if reader == "torchcodec":
    from torchcodec.decoders import VideoDecoder
else:
    import av
    import numpy


def open_stream(container):
    stream = container.streams.video[0]
    stream.thread_type = "AUTO"
    stream.codec_context.thread_count = threads
    return stream


def sequential(path, indices):
    wanted = None if indices is None else {index: place for place, index in enumerate(indices)}
    output = None
    with av.open(path) as container:
        open_stream(container)
        for index, frame in enumerate(container.decode(video=0)):
            if wanted is None:
                frame.to_ndarray(format="rgb24")
                continue
            place = wanted.get(index)
            if place is not None:
                pixels = frame.to_ndarray(format="rgb24")
                if output is None:
                    output = numpy.empty((len(indices), *pixels.shape), dtype=pixels.dtype)
                output[place] = pixels
                if place == len(indices) - 1:
                    break
    return output


def seek(path, indices):
    """Exact too: from the key frame before each wanted frame, by the times of all packets."""
    output = None
    with av.open(path) as container:
        stream = open_stream(container)
        times = sorted(packet.pts for packet in container.demux(stream) if packet.pts is not None)
        last = None
        frames = iter(())
        for place, index in enumerate(indices):
            target = times[index]
            # Going on is cheaper than seeking when the next wanted frame is near.
            if last is None or index - last > 100:
                container.seek(target, stream=stream)
                frames = container.decode(stream)
            for frame in frames:
                if frame.pts == target:
                    break
            last = index
            pixels = frame.to_ndarray(format="rgb24")
            if output is None:
                output = numpy.empty((len(indices), *pixels.shape), dtype=pixels.dtype)
            output[place] = pixels
    return output


def torchcodec(path, indices):
    decoder = VideoDecoder(path, dimension_order="NHWC", num_ffmpeg_threads=threads)
    if indices is None:
        for _ in decoder:
            pass
        return None
    return decoder.get_frames_at(indices).data.numpy()


read = {"pyav-sequential": sequential, "pyav-seek": seek, "torchcodec": torchcodec}[reader]
print(json.dumps({"ready": True}), flush=True)
for line in sys.stdin:
    request = json.loads(line)
    wall, cpu = time.perf_counter(), time.process_time()
    frames = read(request["path"], request["indices"])
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    digests = [] if frames is None else [hashlib.sha256(one.tobytes()).hexdigest() for one in frames]
    print(json.dumps({"cpuMs": cpu * 1000, "wallMs": wall * 1000, "digests": digests}), flush=True)
