"""Cameras that come and go while others run; Kafka is away, which is no concern of theirs."""

from collections.abc import Iterator

import pytest

from plumbing.kafka.settings import KafkaSettings
from producers.lineup import Lineup
from producers.publisher import Publisher
from producers.settings import ProduceSettings
from producers.sources.refused import RefusedSource
from producers.testing import Connection, ScriptedSource, frame_of
from sandbox.waiting import wait_until

JPEG = b"a picture"


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    publisher = Publisher(KafkaSettings(bootstrap="127.0.0.1:1"), "frames", 10**6, ProduceSettings())
    publisher.start()
    yield publisher
    publisher.close(0.0)


def lasting() -> ScriptedSource:
    """A camera that sends one frame, and stays."""
    return ScriptedSource(Connection([frame_of(JPEG)], hangs=True))


def states(lineup: Lineup) -> dict[str, str]:
    lineup.look()
    return {camera.camera_id: camera.status.stage for camera in lineup.cameras}


def test_a_camera_that_is_added_disturbs_no_other(publisher: Publisher) -> None:
    lineup, gate = Lineup(publisher, ProduceSettings(), 10**6), lasting()
    lineup.change({"gate": gate})
    wait_until(lambda: states(lineup) == {"gate": "live"}, 60, "the first is live")
    lineup.change({"kiln": lasting()})
    wait_until(lambda: states(lineup) == {"gate": "live", "kiln": "live"}, 60, "both are live")
    assert gate.n_opened == 1
    lineup.change({"kiln": None})
    assert states(lineup) == {"gate": "live"}
    assert gate.n_opened == 1


def test_a_camera_begins_anew_when_the_one_before_has_ended_and_delivered(publisher: Publisher) -> None:
    now = [0.0]
    lineup = Lineup(publisher, ProduceSettings(), 10**6, clock=lambda: now[0])
    first, second = lasting(), lasting()
    lineup.change({"gate": first})
    wait_until(lambda: lineup.cameras[0].counts.in_flight, 60, "its frame is on the way")
    lineup.change({"gate": second})
    assert states(lineup) == {}, "Kafka has not acknowledged the frame of the one before"
    assert not lineup.is_finished
    now[0] = 10.0
    wait_until(lambda: states(lineup) == {"gate": "live"}, 60, "the second is live after the deadline")
    assert (first.n_opened, second.n_opened) == (1, 1)


def test_a_camera_that_cannot_be_used_says_why_beside_others(publisher: Publisher) -> None:
    lineup = Lineup(publisher, ProduceSettings(), 10**6)
    lineup.change({"gate": lasting(), "gopher": RefusedSource("unknown kind of camera 'gopher'")})
    wait_until(lambda: states(lineup) == {"gate": "live", "gopher": "waiting"}, 60, "both say how they are")
    assert lineup.cameras[1].status.error == "unknown kind of camera 'gopher'"


def test_of_a_camera_that_is_removed_before_it_began_nothing_begins(publisher: Publisher) -> None:
    lineup, source = Lineup(publisher, ProduceSettings(), 10**6), lasting()
    lineup.change({"gate": lasting()})
    lineup.change({"gate": source})
    lineup.change({"gate": None})
    assert states(lineup) == {}
    assert lineup.is_finished or source.n_opened == 0
