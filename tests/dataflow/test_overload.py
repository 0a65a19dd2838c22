"""A backlog, on a real broker: each frame has one outcome, scored, rejected or shed, through kill -9 too."""

import random
import time
from collections import Counter

import pytest
from click.testing import CliRunner

from dataflow.cli import flow
from dataflow.shed_counts import ShedNote
from plumbing.kafka.reading import headers_of
from sandbox.waiting import wait_until
from tests.dataflow.conftest import MakeFlow
from tests.dataflow.running import PATIENCE_S, Topics, offsets_of

pytestmark = pytest.mark.integration

OVERLOAD = ("--overload", "shed", "--max-frame-age", "2s")
HOUR_MS = 3_600_000


def put(io: Topics, camera: str, seq: int, partition: int, *, old: bool, picture: bytes | None = None) -> None:
    """Send a frame that came long ago, or one that stays young for the time of a test."""
    now_ms = int(time.time() * 1000)
    io.put_frame(camera, seq, partition, picture, now_ms - HOUR_MS if old else now_ms + HOUR_MS // 2)


def test_each_frame_of_a_backlog_has_one_outcome_through_kill_9(io: Topics, make_flow: MakeFlow) -> None:
    process, chance = make_flow(*OVERLOAD), random.Random(3)  # noqa: S311 - a test, not a cipher
    process.start_reading()
    cameras, young = [], []
    for seq in range(240):
        cameras.append(chance.choice(["gate", "yard", "kiln"]))
        young.append(chance.random() < 0.3 or seq == 239)
        put(io, cameras[-1], seq, 0, old=not young[-1], picture=b"bad" if seq % 9 == 4 else None)
        if seq % 60 == 50:
            io.flush()
            process.kill()
            process.start_reading()
    io.flush()
    wait_until(lambda: 239 in offsets_of(io.results()), PATIENCE_S, "the last frame is scored")
    assert process.terminate() == 0

    results, rejected = io.results(), io.rejected()
    outcomes = Counter(offsets_of(results) + offsets_of(rejected))
    assert set(outcomes.values()) == {1}
    assert {n for n, is_young in enumerate(young) if is_young} <= set(outcomes)
    shed = Counter(camera for n, camera in enumerate(cameras) if n not in outcomes)
    assert shed.total() > 100
    told = Counter[str]()
    for message in io.messages(io.names.results, 0):
        told.update({camera: n for camera, (n, _) in ShedNote.of(headers_of(message)).cameras.items()})
    assert told == shed
    before = Counter[str]()
    for record in results:
        before[record.camera_id] += record.shed_before
    assert before <= shed  # a camera whose last frames were shed tells them in a result to come


def test_a_backlog_without_any_young_frame_ends_with_a_result_of_its_newest(io: Topics, make_flow: MakeFlow) -> None:
    process = make_flow(*OVERLOAD).start_reading()
    process.kill()
    for seq in range(30):
        put(io, "gate", seq, 1, old=True)
    io.flush()
    process.start_reading()
    io.wait_for(results=1)
    (record,) = io.results(1)
    assert (record.seq, record.shed_before) == (29, 29)


def test_by_default_each_frame_is_scored_however_late(io: Topics, make_flow: MakeFlow) -> None:
    make_flow().start_reading()
    for seq in range(5):
        put(io, "gate", seq, 2, old=True)
    io.flush()
    io.wait_for(results=5)
    assert [record.shed_before for record in io.results(2)] == [0] * 5


def test_an_age_without_shedding_is_refused_with_the_remedy() -> None:
    result = CliRunner().invoke(flow, ["--max-frame-age", "2s"])
    assert result.exit_code != 0
    assert "--overload shed" in f"{result.output}{result.exception}"
