"""What a start makes of the last records; and that any series of kills gives what an undisturbed run gives."""

import random

import pytest

from dataflow.items import Scored, Smoothed
from dataflow.origin import Origin
from dataflow.tail import Tail
from dataflow.windows import WindowSettings
from flir_iqa.records import EventRecord
from tests.dataflow.flows import MODEL, ORIGIN, Written, refused, run_flow, scored, seeds_of


def written(qualities: list[tuple[str, float]], window: int, model: str = MODEL) -> Written:
    found = Written()
    found.write(
        run_flow([scored(n, camera, quality) for n, (camera, quality) in enumerate(qualities)], window, 16, model)
    )
    return found


def held(tail: Tail) -> dict[str, list[float]]:
    return {camera: list(window.values) for camera, window in tail.windows.windows().items()}


@pytest.mark.parametrize("seed", range(25))
def test_any_kills_end_as_if_nothing_had_happened(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - a test, not a cipher
    n_frames, came_ms = 200, 1_000_000
    windows = WindowSettings(
        size=chance.choice([1, 2, 5, 30]), idle_expiry_ms=chance.choice([500, 5000]), most_cameras=chance.choice([3, 9])
    )
    replays = [None, "night", "night.2", None]
    frames = [
        refused(n)
        if chance.random() < 0.2
        else scored(
            n,
            chance.choice("abcde"),
            chance.random(),
            replay_id=replays[n * len(replays) // n_frames],
            came_ms=(came_ms := came_ms + chance.choice([-50, 100, 100, 700, 6000])),
        )
        for n in range(n_frames)
    ]
    undisturbed = Written()
    undisturbed.write(run_flow(frames, windows))
    done = Written()
    while (start := done.tail(windows).next_offset or 0) < n_frames:
        outcomes = run_flow([*seeds_of(done.tail(windows)), *frames[start:]], windows, chance.choice([1, 3, 16]))
        done.write(outcomes[: chance.randint(0, 40)])  # the kill: a prefix is on the topics
    assert done.rejected == undisturbed.rejected
    assert done.results == undisturbed.results


def test_a_replay_begins_and_ends_its_windows() -> None:
    replays = [None, None, "night", "night", "night.2", None]
    frames = [scored(n, "gate", 0.1 * n, replay_id=replay_id) for n, replay_id in enumerate(replays)]
    records = [item.record for item in run_flow(frames, 5) if isinstance(item, Smoothed)]
    assert [record.window_count for record in records] == [1, 2, 1, 2, 1, 1]
    assert [record.replay_id for record in records] == replays


def test_nothing_written_gives_no_place_to_go_on() -> None:
    tail = Written().tail(5)
    assert (tail.next_offset, held(tail), list(tail.windows.shortfalls())) == (None, {}, [])


def test_a_reject_after_the_last_result_counts() -> None:
    found = written([("a", 0.5)], 5)
    found.write([refused(1), refused(2)])
    assert found.tail(5).next_offset == 3


def test_the_tail_is_read_no_further_than_its_cameras_need() -> None:
    found = written([("a", n / 100) for n in range(50)], 5)
    tail = Tail(ORIGIN, 0, WindowSettings(size=5), MODEL)
    taken = 0
    for item in found.results[::-1]:
        taken += 1
        if tail.take_result(item.record.to_json(), [*ORIGIN.headers(), ("cameras", b"1")]):
            break
    assert taken == 5
    assert held(tail)["a"] == [0.45, 0.46, 0.47, 0.48, 0.49]


def test_a_window_that_reaches_beyond_the_tail_is_told() -> None:
    found = written([("a", 0.1), *[("b", 0.5)] * 5, ("a", 0.2)], 5)
    tail = found.tail(5, limit=3)
    assert held(tail) == {"a": [0.2], "b": [0.5, 0.5]}
    assert dict(tail.windows.shortfalls()) == {"a": 1, "b": 3}


def test_a_window_goes_on_with_what_its_last_result_held_and_no_more() -> None:
    found = written([("a", 0.1), ("a", 0.2)], 5)
    found.write(run_flow([scored(2, "a", 0.3)], 5))  # began anew, its window holds one
    assert held(found.tail(5)) == {"a": [0.3]}


@pytest.mark.parametrize(("window", "model"), [(6, MODEL), (5, "lite 0.2.0")])
def test_a_window_of_another_size_or_model_starts_anew(window: int, model: str) -> None:
    tail = written([("a", 0.1), ("a", 0.2)], 5).tail(window, model)
    assert (tail.next_offset, held(tail), list(tail.windows.shortfalls())) == (2, {}, [])


@pytest.mark.parametrize(
    ("origin", "was_recreated"), [(Origin("frames", "id-0"), True), (Origin("other-frames", "id-1"), False)]
)
def test_results_of_other_frames_say_nothing_of_these(origin: Origin, was_recreated: bool) -> None:
    (result,) = written([("a", 0.1)], 5).results
    tail = Tail(ORIGIN, 0, WindowSettings(size=5), MODEL)
    tail.take_result(result.record.to_json(), origin.headers())
    assert (tail.next_offset, tail.was_recreated) == (None, was_recreated)


@pytest.mark.parametrize("value", [None, b"", b"{", b"[]", b"{}", b"[" * 50_000, b'{"frame_id": 3}', b"\xff"])
def test_what_is_no_record_is_left_alone(value: bytes | None) -> None:
    tail = Tail(ORIGIN, 0, WindowSettings(size=5), MODEL)
    for take in (tail.take_result, tail.take_rejected, tail.take_event):
        assert not take(value, ORIGIN.headers())
        assert not take(value, [])
    assert tail.next_offset is None


def test_the_mark_of_a_first_start_is_where_to_go_on() -> None:
    mark = EventRecord(timestamp="", kind="flow_started", detail="", partition=0, from_offset=7)
    tail = Tail(ORIGIN, 0, WindowSettings(size=5), MODEL)
    assert not tail.take_event(mark.to_json(), Origin("frames", "id-0").headers())
    assert tail.take_event(mark.to_json(), ORIGIN.headers())
    assert tail.next_offset == 7


def test_an_absurd_count_of_cameras_is_left_alone() -> None:
    (result,) = written([("a", 0.1)], 5).results
    tail = Tail(ORIGIN, 0, WindowSettings(size=5), MODEL)
    assert not tail.take_result(result.record.to_json(), [*ORIGIN.headers(), ("cameras", b"9" * 5000)])
    assert tail.next_offset == 1


def test_partitions_keep_their_frames_order_and_do_not_share_windows() -> None:
    items: list[Scored] = [scored(n, "a", n / 10, partition=n % 2) for n in range(10)]
    out = [item for item in run_flow(items, 3, batch_size=10) if isinstance(item, Smoothed)]
    for partition in range(2):
        own = [item.record for item in out if item.partition == partition]
        assert [record.seq for record in own] == list(range(partition, 10, 2))
        assert [record.window_count for record in own] == [1, 2, 3, 3, 3]


def test_frames_whose_results_two_processes_wrote_count_once() -> None:
    qualities = [("gate", 0.1), ("yard", 0.2), ("gate", 0.3), ("gate", 0.4)]
    alone, both = written(qualities, 5), written(qualities, 5)
    both.results += both.results[1:]
    assert held(both.tail(5)) == held(alone.tail(5))
    assert both.tail(5).next_offset == alone.tail(5).next_offset == 4
