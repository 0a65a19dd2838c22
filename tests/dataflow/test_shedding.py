"""Frames that waited too long are passed over, and each is accounted for, through any series of kills."""

import random
from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import pytest

from dataflow.items import Fetched, FromScoring, Refused, Smoothed, ToSink
from dataflow.origin import Origin
from dataflow.shed_counts import ShedCounts, ShedNote
from dataflow.shedding import Shedding
from tests.dataflow.flows import NOW, ORIGIN, Written, refused, run_flow, scored, seeds_of

MAX_AGE = timedelta(seconds=5)
OLD = NOW - timedelta(seconds=6)
NEWEST = 299


def fetched(offset: int, camera: str, came: datetime | None = OLD) -> Fetched:
    return Fetched(partition=0, offset=offset, key=camera.encode(), value=b"", headers=[], timestamp=came)


def outcome_of(item: Any) -> FromScoring:
    """Score a frame, or refuse it where its offset says so."""
    if not isinstance(item, Fetched):
        return item  # type: ignore[no-any-return]
    if item.offset % 10 == 3:
        return refused(item.offset)
    return scored(item.offset, (item.key or b"").decode(), item.offset / 1000)


def shedding(counts: ShedCounts | None = None) -> Shedding:
    return Shedding(outcome_of, MAX_AGE, {0: counts or ShedCounts()}, lambda frame: frame.offset == NEWEST, lambda: NOW)


def run(frames: list[Fetched]) -> list[ToSink]:
    return run_flow(frames, 5, score=shedding())


def test_a_frame_that_waited_too_long_is_shed_and_told_in_its_cameras_next_result() -> None:
    outcomes = run([fetched(0, "gate"), fetched(1, "yard"), fetched(2, "gate", NOW), fetched(4, "yard", NOW)])
    assert [
        (item.record.camera_id, item.record.shed_before, item.shed) for item in outcomes if isinstance(item, Smoothed)
    ] == [
        ("gate", 1, ShedNote({"gate": (1, 1), "yard": (1, 1)}, 1)),
        ("yard", 1, ShedNote()),
    ]


def test_a_rejected_record_tells_what_was_shed_before_it() -> None:
    (outcome,) = run([fetched(1, "gate"), fetched(2, "gate"), fetched(3, "gate", NOW)])
    assert isinstance(outcome, Refused)
    assert outcome.shed == ShedNote({"gate": (2, 2)}, 1)


@pytest.mark.parametrize(
    "frame",
    [
        fetched(0, "gate", NOW - MAX_AGE),
        fetched(0, "gate", None),
        fetched(NEWEST, "gate"),
        fetched(0, "no camera id"),
        fetched(0, ""),
    ],
    ids=["not too old", "no time", "the newest", "no camera", "no key"],
)
def test_some_frames_are_always_scored(frame: Fetched) -> None:
    assert shedding()(frame) is not None


def test_nothing_is_shed_where_each_frame_is_to_be_kept() -> None:
    assert Shedding(outcome_of, None, {}, lambda _: False, lambda: NOW)(fetched(0, "gate")) is not None


def test_each_thousandth_old_frame_is_scored_so_that_one_record_can_tell_of_those_before() -> None:
    outcomes = run([fetched(1000 + 10 * n, "gate") for n in range(2500)])
    assert [item.record.shed_before for item in outcomes if isinstance(item, Smoothed)] == [1000, 1000]


@pytest.mark.parametrize("seed", range(25))
def test_each_frame_has_one_outcome_through_any_kills(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - a test, not a cipher
    cameras = [chance.choice("abcde") for _ in range(NEWEST + 1)]
    done = Written()
    while (start := done.tail(5).next_offset or 0) < len(cameras):
        tail = done.tail(5)
        shed_rate = chance.choice([0.0, 0.5, 0.95])
        frames = [fetched(n, camera, OLD if chance.random() < shed_rate else NOW) for n, camera in enumerate(cameras)]
        outcomes = run_flow([*seeds_of(tail), *frames[start:]], 5, score=shedding(tail.shed.counts()))
        done.write(outcomes[: chance.randint(0, 40)])
    check_accounts(done, cameras)


def check_accounts(done: Written, cameras: list[str]) -> None:
    """What has neither a result nor a rejected record was shed, and is told once, by partition and by camera."""
    frame_ids = [item.record.frame_id for item in done.results] + [item.record.frame_id for item in done.rejected]
    outcomes = Counter(int(frame_id.rpartition("-")[2]) for frame_id in frame_ids)
    assert max(outcomes.values()) == 1
    shed = Counter(camera for n, camera in enumerate(cameras) if n not in outcomes)
    rest = done.tail(5).shed.counts()
    recent: Counter[str] = Counter(rest.recent)
    before: Counter[str] = Counter(rest.waiting)
    for item in done.results:
        recent.update({camera: n for camera, (n, _) in item.shed.cameras.items()})
        before[item.record.camera_id] += item.record.shed_before
    assert +recent == +before == shed


def test_a_note_is_read_back_from_its_headers() -> None:
    note = ShedNote({"gate": (2, 5), "yard": (1, 1)}, 3)
    assert ShedNote.of(note.headers()) == note
    assert ShedNote().headers() == []


@pytest.mark.parametrize(
    "value",
    [
        b"{",
        b"[]",
        b"7",
        b'{"gate":3}',
        b'{"gate":[1]}',
        b'{"gate":[-1,2]}',
        b'{"a b":[1,2]}',
        b"[" * 90_000,
        b"\xff",
        b"",
    ],
)
def test_what_is_no_note_says_nothing(value: bytes) -> None:
    assert ShedNote.of([("shed", value), ("shed_cameras", b"-" + value)]) == ShedNote()


def test_an_origin_of_other_results_is_told_from_ours() -> None:
    ours = Origin("frames", "1", "results", "2")
    relations = [
        ours.results_relation(each.headers()).name
        for each in (ours, Origin("frames", "1", "results", "3"), Origin("frames", "1", "other", "2"), ORIGIN)
    ]
    assert relations == ["PRESENT", "FORMER", "FOREIGN", "PRESENT"]
