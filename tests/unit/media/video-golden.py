"""Writes video-golden.json: frames as PyAV decodes them one after another, and index rows as numpy makes
them. Run: pip install av==18.1.0 numpy==2.4.6 && python tests/unit/media/video-golden.py"""

import hashlib
import json
from pathlib import Path

import av
import numpy

here = Path(__file__).parent
av.logging.set_level(None)


def frames(path):
    seen = []
    with av.open(str(path)) as container:
        for packet in container.demux(video=0):
            try:
                decoded = packet.decode()
            except av.error.InvalidDataError:
                continue  # Where a file was cut; frames before it are still to come.
            for frame in decoded:
                pixels = frame.to_ndarray(format="rgb24")
                digest = hashlib.sha256(pixels.tobytes()).hexdigest()[:16]
                seen.append({"time": frame.time, "size": [frame.width, frame.height], "digest": digest})
    first = seen[0]["time"]
    for frame in seen:
        frame["time"] = None if first is None else round(frame["time"] - first, 6)
    return seen


def sound(path, rate, layout):
    parts = []
    resampler = av.AudioResampler("flt", layout, rate)
    with av.open(str(path)) as container:
        for frame in list(container.decode(audio=0)) + [None]:
            parts += [one.to_ndarray().reshape(-1) for one in resampler.resample(frame)]
    samples = numpy.concatenate(parts)
    return {
        "file": path.name,
        "rate": rate,
        "channels": 1 if layout == "mono" else 2,
        "numbers": len(samples),
        "digest": hashlib.sha256(samples.tobytes()).hexdigest()[:16],
    }


def rows():
    for total in (1, 2, 3, 7, 8, 9, 30, 100, 489, 3599, 3600, 107_892, 1_000_003):
        for count in (1, 2, 3, 8, 16, 32, 64, 100, 1000):
            n = min(total, count)
            indices = numpy.linspace(0, total - 1, n, dtype=int)
            digest = hashlib.sha256(",".join(map(str, indices)).encode()).hexdigest()[:16]
            yield {"total": total, "frames": count, "count": n, "digest": digest}


clips = sorted(path for path in (here / "clips").iterdir() if path.suffix not in (".wav", ".mp3"))
golden = {
    "videos": {path.name: frames(path) for path in clips},
    "sounds": [
        sound(here / "clips" / name, rate, layout)
        for name in ("sound.wav", "sound.mp3")
        for rate, layout in ((22050, "stereo"), (16000, "mono"), (48000, "stereo"))
    ],
    "rows": list(rows()),
}
(here / "video-golden.json").write_text(json.dumps(golden, separators=(",", ":")) + "\n")
