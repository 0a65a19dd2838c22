"""What of a recording is replayed."""

import pytest

from flir_iqa.errors import SettingsError
from plumbing.kafka.settings import TopicSettings
from recording.playing.selection import choose_cameras, choose_range, choose_topics, parse_renames
from recording.units import SECOND_NS

TOPICS = TopicSettings(results="plant-results")
FIRST_NS, LAST_NS = 1_700_000_000 * SECOND_NS, 1_700_000_060 * SECOND_NS


def test_all_topics_of_frames_are_replayed_and_no_results() -> None:
    recorded = ["thermal-frames", "image-quality-data", "plant-results", "thermal-frames-rejected", "more-frames"]
    assert choose_topics(recorded, (), TOPICS) == ("thermal-frames", "more-frames")
    assert choose_topics(recorded, ("more-frames",), TOPICS) == ("more-frames",)


@pytest.mark.parametrize(
    ("recorded", "asked"), [(["image-quality-data"], ()), ([], ()), (["thermal-frames"], ("thermal",))]
)
def test_topics_that_are_not_there_are_refused(recorded: list[str], asked: tuple[str, ...]) -> None:
    with pytest.raises(SettingsError, match="the recording has no topic"):
        choose_topics(recorded, asked, TOPICS)


def test_cameras_are_all_or_those_that_were_asked_for() -> None:
    assert choose_cameras({"gate", "yard"}, ()) is None
    assert choose_cameras({"gate", "yard"}, ("gate",)) == frozenset({"gate"})
    with pytest.raises(SettingsError, match="no camera 'kiln'; there are gate, yard"):
        choose_cameras({"gate", "yard"}, ("kiln",))


def test_many_cameras_are_not_all_told() -> None:
    with pytest.raises(SettingsError, match="and 80 more"):
        choose_cameras({f"camera-{n}" for n in range(100)}, ("kiln",))


def test_renames() -> None:
    assert parse_renames(("gate=a", "yard=gate"), {"gate", "yard"}) == {"gate": "a", "yard": "gate"}


@pytest.mark.parametrize("texts", [("gate",), ("kiln=a",), ("gate=",), ("gate=a b",), ("gate=yard",), ("gate=a",) * 2])
def test_renames_that_mean_nothing_or_mix_cameras_are_refused(texts: tuple[str, ...]) -> None:
    with pytest.raises(SettingsError, match="--rename"):
        parse_renames(texts, {"gate", "yard"})


@pytest.mark.parametrize(
    ("asked", "span_s"),
    [
        ((None, None, None), (0, 60)),
        (("10s", "00:00:30", None), (10, 30)),
        (("10s", None, "5"), (10, 15)),
        ((None, "2023-11-14T22:13:21Z", None), (0, 1)),
        (("2020-01-01T00:00:00Z", "1h", None), (0, 60)),
    ],
)
def test_ranges(asked: tuple[str | None, str | None, str | None], span_s: tuple[int, int]) -> None:
    start_ns, end_ns = choose_range(FIRST_NS, LAST_NS, *asked)
    assert start_ns == FIRST_NS + span_s[0] * SECOND_NS
    assert end_ns in {FIRST_NS + span_s[1] * SECOND_NS, LAST_NS + 1}


def test_a_recording_of_one_moment_has_a_range() -> None:
    assert choose_range(FIRST_NS, FIRST_NS, None, None, None) == (FIRST_NS, FIRST_NS + 1)


@pytest.mark.parametrize("asked", [("30s", "30s", None), ("2h", None, None), (None, None, "0"), (None, "1s", "1s")])
def test_ranges_of_nothing_are_refused(asked: tuple[str | None, str | None, str | None]) -> None:
    with pytest.raises(SettingsError, match="--to"):
        choose_range(FIRST_NS, LAST_NS, *asked)
