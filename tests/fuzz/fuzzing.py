"""Makes up hostile input from a corpus of honest files, for as long as it is asked to.

`FUZZ_SECONDS` says how long each target is tried (3 by default), `FUZZ_SEED` where the made-up inputs begin (0 by
default: the same ones each time; `make fuzz` begins elsewhere each time). A failure is shrunk by hypothesis, and is to
become a test of its own beside the code that it broke.
"""

import itertools
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

CORPUS: Final = Path(__file__).parent / "corpus"
_SECONDS: Final = "FUZZ_SECONDS"
_SEED: Final = "FUZZ_SEED"
_ROUND: Final = settings(
    max_examples=40,
    deadline=None,
    database=None,
    phases=(Phase.generate, Phase.shrink),
    suppress_health_check=list(HealthCheck),
    print_blob=True,
)
_TELLING: Final = (b"\0", b"\xff", b"\xff" * 4, b"\xff\xff\xff\x7f", b"\x80" * 8, b"\0" * 64, b"\xff\xda", b"\n", b'"')
"""Bytes that break parsers: lengths that are too large or negative, ends that come too soon."""
_LONGEST_RUN: Final = 64


def corpus(folder: str) -> list[bytes]:
    """Return the files of a folder of the corpus."""
    found = [path.read_bytes() for path in sorted((CORPUS / folder).iterdir())]
    assert found, folder
    return found


@st.composite
def mutated(draw: st.DrawFn, samples: list[bytes]) -> bytes:
    """Take one of the samples and damage it in up to eight places: changed, inserted, removed, repeated, cut off."""
    data = bytearray(draw(st.sampled_from(samples)))
    for _ in range(draw(st.integers(0, 8))):
        at = draw(st.integers(0, max(0, len(data) - 1)))
        length = draw(st.integers(1, _LONGEST_RUN))
        match draw(st.sampled_from(("change", "change", "insert", "remove", "repeat", "cut", "splice"))):
            case "change":
                new = draw(st.sampled_from(_TELLING) | st.binary(min_size=1, max_size=4))
                data[at : at + len(new)] = new
            case "insert":
                data[at:at] = draw(st.sampled_from(_TELLING) | st.binary(max_size=_LONGEST_RUN))
            case "remove":
                del data[at : at + length]
            case "repeat":
                data[at:at] = data[at : at + length] * draw(st.integers(1, 40))
            case "cut":
                del data[at:]
            case _:
                other = draw(st.sampled_from(samples))
                begin = draw(st.integers(0, max(0, len(other) - 1)))
                data[at : at + length] = other[begin : begin + length]
    return bytes(data)


def hostile(folder: str) -> st.SearchStrategy[bytes]:
    """Make bytes up: mostly from the corpus, sometimes from nothing."""
    return mutated(corpus(folder)) | mutated(corpus(folder)) | st.binary(max_size=200)


def fuzz(target: Callable[..., None], *strategies: st.SearchStrategy[Any]) -> None:
    """Call `target` with made-up arguments until the time is over; it raises where something is wrong."""
    seconds = float(os.environ.get(_SECONDS, "3"))
    end_s = time.monotonic() + seconds
    for number in itertools.count(int(os.environ.get(_SEED, "0"))):

        @seed(number)
        @_ROUND
        @given(st.tuples(*strategies))
        def attempt(arguments: tuple[Any, ...]) -> None:
            target(*arguments)

        attempt()
        if time.monotonic() > end_s:
            return
