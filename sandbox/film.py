"""Films for the simulated cameras: real thermal frames that go through phases, as H.264 in MP4."""

import hashlib
import os
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Final, Self

import av
import numpy as np
import simplejpeg

from sandbox.cache import cache_dir
from sandbox.effects import EFFECTS, Frame
from sandbox.errors import SandboxError
from sandbox.scenes import Scenes

SAMPLES: Final = Path(__file__).resolve().parent.parent / "samples"
_SCENES: Final = ("crossroads", "park", "avenue", "building", "playground", "courtyard")
_JPEG_QUALITY: Final = 92
_VERSION: Final = 1
"""Part of the cache key: raise it when scenes, effects or the encoder change."""


@dataclass(frozen=True, slots=True)
class Phase:
    """A stretch of a film in which one thing is done to the picture."""

    name: str
    """A key of `sandbox.effects.EFFECTS`."""
    start_s: float
    end_s: float

    def __post_init__(self) -> None:
        if self.name not in EFFECTS:
            message = f"expected a phase named {', '.join(EFFECTS)}, got {self.name!r}"
            raise SandboxError(message)
        if not 0 <= self.start_s < self.end_s:
            message = f"expected a phase that ends after it starts, got {self.start_s!r} to {self.end_s!r} s"
            raise SandboxError(message)


def phases_of(**durations_s: float) -> tuple[Phase, ...]:
    """Put phases one after the other, such as `phases_of(clean=6, blurred=6)`; `_` stands for `-` in a name."""
    phases: list[Phase] = []
    for name, duration_s in durations_s.items():
        start_s = phases[-1].end_s if phases else 0.0
        phases.append(Phase(name.replace("_", "-"), start_s, start_s + duration_s))
    return tuple(phases)


DEMO_PHASES: Final = phases_of(clean=5, blurred=5, noisy=5, over_exposed=5, recovered=5)
"""All of them within 25 seconds, so that half a minute of demo shows each."""


@dataclass(frozen=True, slots=True)
class Film:
    """What a simulated camera sees."""

    phases: tuple[Phase, ...] = DEMO_PHASES
    rate_hz: int = 10
    width_px: int = 640
    height_px: int = 512
    crf: int = 16
    """Quality of libx264: at 16 its own traces cannot be seen."""

    @classmethod
    def clean(cls, duration_s: float = 10.0, rate_hz: int = 10) -> Self:
        """A film without any fault."""
        return cls(phases_of(clean=duration_s), rate_hz)

    @property
    def duration_s(self) -> float:
        """Length of the film."""
        return self.phases[-1].end_s

    @property
    def n_frames(self) -> int:
        """Length of the film."""
        return round(self.duration_s * self.rate_hz)

    def phase_at(self, time_s: float) -> Phase:
        """Return the phase of a moment of the film."""
        return next((phase for phase in self.phases if time_s < phase.end_s), self.phases[-1])

    def frames(self) -> Iterator[Frame]:
        """Draw the frames, the same each time."""
        scenes = Scenes([SAMPLES / f"{name}.jpg" for name in _SCENES], self.width_px, self.height_px)
        chance = np.random.default_rng(_VERSION)
        for index in range(self.n_frames):
            time_s = index / self.rate_hz
            yield EFFECTS[self.phase_at(time_s).name](scenes.at(time_s), chance)

    def file(self, folder: Path | None = None) -> Path:
        """Return the film as an MP4 file, made where it is not in the cache yet.

        Args:
            folder: The cache, by default `films` in the sandbox's cache folder.
        """
        films = folder or cache_dir() / "films"
        key = hashlib.sha256(f"{_VERSION} {self!r} {_digest(_SCENES)}".encode()).hexdigest()[:16]
        path = films / f"film-{key}.mp4"
        if not path.exists():
            films.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(prefix=".film-", dir=films) as making:
                unfinished = Path(making) / path.name
                self._encode(unfinished)
                os.replace(unfinished, path)
        return path

    def pictures(self, folder: Path) -> Path:
        """Write the frames as 00000.jpg and so on, YCbCr 4:2:0 as MJPEG cameras send them, and return `folder`.

        Args:
            folder: A folder that is there.
        """
        for index, picture in enumerate(self.frames()):
            colour = np.ascontiguousarray(np.repeat(picture[:, :, None], 3, axis=2))
            jpeg = simplejpeg.encode_jpeg(colour, quality=_JPEG_QUALITY, colorspace="BGR", colorsubsampling="420")
            (folder / f"{index:05}.jpg").write_bytes(jpeg)
        return folder

    def _encode(self, path: Path) -> None:
        # No B frames: the RTSP server paces by presentation time, and cameras that are watched live send none.
        options = {"crf": str(self.crf), "preset": "veryfast", "bf": "0", "g": str(self.rate_hz), "sc_threshold": "0"}
        with av.open(str(path), "w", options={"movflags": "faststart"}) as container:
            stream = container.add_stream("libx264", rate=Fraction(self.rate_hz), options=options)
            stream.width, stream.height, stream.pix_fmt = self.width_px, self.height_px, "yuv420p"
            for picture in self.frames():
                container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="gray")))
            container.mux(stream.encode(None))


def _digest(names: Sequence[str]) -> str:
    digest = hashlib.sha256()
    for name in names:
        digest.update((SAMPLES / f"{name}.jpg").read_bytes())
    return digest.hexdigest()
