"""What records say of frames."""

import json

import pytest

from dataflow.origin import Origin
from flir_iqa.errors import RecordError
from flir_iqa.records import EventRecord
from reconcile.claims import ClaimReader
from reconcile.fate import Beginning, Claim, Fate

ORIGIN = Origin("frames", "id-1", "results", "id-9")
READER = ClaimReader(ORIGIN, 3)
OURS = ORIGIN.headers()


def event(kind: str, start: int, end: int | None = None, partition: int = 3) -> bytes:
    """An event of the flow."""
    made = EventRecord(
        timestamp="2026-01-31T12:00:00.000Z",
        kind=kind,  # type: ignore[arg-type]  # the tests' own words
        detail="",
        partition=partition,
        from_offset=start,
        to_offset=end,
    )
    return made.to_json()


def test_a_result_names_its_frame_its_camera_and_what_was_shed_before() -> None:
    value = json.dumps({"frame_id": "frames-3-42", "camera_id": "gate"}).encode()
    assert READER.read("results", value, OURS) == Claim(Fate.SCORED, 42, 43, "gate")
    shed = [*OURS, ("shed", b'{"gate": [2, 5], "kiln": [1, 1]}')]
    assert READER.read("results", value, shed) == Claim(Fate.SCORED, 42, 43, "gate", {"gate": 2, "kiln": 1})


def test_a_rejected_frame_may_have_no_camera() -> None:
    value = json.dumps({"frame_id": "frames-3-42", "camera_id": None}).encode()
    assert READER.read("rejected", value, OURS) == Claim(Fate.REJECTED, 42, 43)


def test_events_say_what_expired_and_where_a_flow_began() -> None:
    assert READER.read("events", event("frames_expired", 5, 9), OURS) == Claim(Fate.EXPIRED, 5, 9)
    assert READER.read("events", event("flow_started", 5), OURS) == Beginning(5)
    assert READER.read("events", event("flow_started", 5, partition=1), OURS) is None


@pytest.mark.parametrize("headers", [[], Origin("other", "id-1").headers(), Origin("frames", "id-0").headers()])
def test_records_of_others_and_of_a_former_topic_are_left_alone(headers: list[tuple[str, bytes]]) -> None:
    assert READER.read("results", b"anything", headers) is None


def test_rejected_records_and_events_beside_other_results_are_left_alone() -> None:
    for results, results_id in (("other", "id-9"), ("results", "id-8")):
        headers = Origin("frames", "id-1", results, results_id).headers()
        assert READER.read("rejected", b"anything", headers) is None
        assert READER.read("events", b"anything", headers) is None


@pytest.mark.parametrize(
    "value",
    [
        None,
        b"",
        b"\xff",
        b"[" * 100_000,
        b"[]",
        b"{}",
        b'{"frame_id": 7}',
        b'{"frame_id": "frames-2-42"}',
        b'{"frame_id": "frames-3--1"}',
        b'{"frame_id": "frames-3-"}',
    ],
)
def test_what_is_ours_by_its_headers_and_names_no_frame_is_an_error(value: bytes | None) -> None:
    with pytest.raises(RecordError, match="expected"):
        READER.read("results", value, OURS)


@pytest.mark.parametrize("shed", [b"", b"[]", b"{", b'{"gate": [-1, 0]}', b'{"../x": [1, 1]}', b'{"gate": 3}', b"\xff"])
def test_an_absurd_note_of_shed_frames_counts_as_none(shed: bytes) -> None:
    value = b'{"frame_id": "frames-3-1", "camera_id": "../x"}'
    assert READER.read("results", value, [*OURS, ("shed", shed)]) == Claim(Fate.SCORED, 1, 2)
