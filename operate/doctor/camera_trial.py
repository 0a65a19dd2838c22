"""Tries cameras in child processes of the producers' room, so that a decoder that crashes takes nothing down."""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import IO, Any, Final

from flir_iqa.errors import RecordError
from plumbing.cameras import CameraSettings
from plumbing.child import Report
from plumbing.document import FROM_PARENT
from plumbing.logs import for_child
from plumbing.secrets import revealed
from producers.settings import ProduceSettings

AT_ONCE: Final = 32
"""Cameras that are tried together; each takes a thread and a decoder."""
_START_S: Final = 60.0
"""For a child to start on a busy machine."""
_LONGEST_REPORT: Final = 2**20


@dataclass(frozen=True, slots=True)
class Outcome:
    """What trying a camera gave."""

    camera_id: str
    error: str | None = None
    codec: str | None = None
    width: int | None = None
    height: int | None = None
    fps: float | None = None


def try_cameras(cameras: Mapping[str, CameraSettings], produce: ProduceSettings) -> Iterator[Outcome]:
    """Open each camera and take one frame, `AT_ONCE` of them together; each within the time-outs of `[produce]`."""
    for some in _parts(cameras, AT_ONCE):
        yield from _try_some(some, produce)


def _parts(cameras: Mapping[str, CameraSettings], size: int) -> Iterator[dict[str, CameraSettings]]:
    names = list(cameras)
    for begin in range(0, len(names), size):
        yield {name: cameras[name] for name in names[begin : begin + size]}


def _try_some(cameras: Mapping[str, CameraSettings], produce: ProduceSettings) -> Iterator[Outcome]:
    answer = _run_child(cameras, produce)
    if isinstance(answer, list):
        yield from answer
    elif len(cameras) == 1:
        yield Outcome(next(iter(cameras)), answer)
    else:  # one whose settings are refused, or that crashes the decoder, must not hide the others
        for some in _parts(cameras, (len(cameras) + 1) // 2):
            yield from _try_some(some, produce)


def _run_child(cameras: Mapping[str, CameraSettings], produce: ProduceSettings) -> list[Outcome] | str:
    """Return the outcomes, or why there are none."""
    document = {
        "produce": produce.model_dump(exclude={"metrics"}, exclude_none=True),
        "cameras": {name: camera.model_dump(exclude_none=True) for name, camera in cameras.items()},
        "log": for_child(),
    }
    command = [sys.executable, "-P", "-m", "producers", "--config", FROM_PARENT, "--check"]
    pipe = subprocess.PIPE
    with subprocess.Popen(  # noqa: S603 - our own module
        command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, start_new_session=True, text=True
    ) as process:
        assert process.stdin and process.stdout  # noqa: S101 - asked for above
        timer = threading.Timer(_START_S + produce.hang_limit_s, process.kill)
        timer.start()
        try:
            process.stdin.write(json.dumps(revealed(document)) + "\n")
            process.stdin.flush()  # and stays open: its end would mean that we are gone
            return _read_answer(process.stdout)
        except BrokenPipeError:
            return "the process that tries cameras ended at once"
        finally:
            timer.cancel()
            process.kill()


def _read_answer(lines: IO[str]) -> list[Outcome] | str:
    while line := lines.readline(_LONGEST_REPORT):
        try:
            report = Report.from_line(line)
        except RecordError:
            continue
        if report.stage == "failed":
            return report.error or "refused without a word"
        if report.stage == "running":
            return [_outcome(finding) for finding in report.counters.get("findings", ())]
    return "the process that tries cameras ended without an answer: the camera crashes the decoder, or hangs it"


def _outcome(finding: Mapping[str, Any]) -> Outcome:
    told: dict[str, Any] = {name: finding.get(name) for name in Outcome.__slots__}
    return Outcome(**told)
