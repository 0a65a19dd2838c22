"""Cameras that misbehave, each in its own way, beside a good one: real sockets, a real Kafka, the real process."""

import os
import random
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from flir_iqa.errors import CameraError
from plumbing.cameras import CameraSettings
from plumbing.child import Report
from plumbing.kafka.settings import KafkaSettings, TopicSettings
from producers.settings import ProduceSettings
from producers.sources.pulse import Pulse
from producers.sources.rtsp import RtspSource
from tests.producers.films import write_film
from tests.producers.processes import Producing, balance, cameras_of
from tests.producers.rtsp_peer import Client, RtspPeer, grey, steady

pytestmark = pytest.mark.integration

WIDTH, HEIGHT = 320, 256


def hang_in_a_frame(client: Client) -> None:
    """Send one and a half pictures, and then nothing."""
    client.send_picture(grey(WIDTH, HEIGHT), 0.0)
    client.send_picture(grey(WIDTH, HEIGHT), 0.04, share=0.5)
    client.wait()


def trickle(client: Client) -> None:
    """Send the bytes of a packet that never ends, one by one."""
    client.connection.sendall(b"$\0\xff\xff")
    while not client.ended.wait(0.05):
        client.connection.sendall(b"x")


def garbage(client: Client) -> None:
    """Send what is neither RTSP nor RTP."""
    chance = random.Random(1)  # noqa: S311 - to be repeated, not to be secret
    while not client.ended.wait(0.01):
        client.connection.sendall(chance.randbytes(5000))


def bad_payloads(client: Client) -> None:
    """Send RTP packets with nonsense in them."""
    chance = random.Random(1)  # noqa: S311 - to be repeated, not to be secret
    count = 0
    while not client.ended.wait(0.02):
        client.send(chance.randbytes(chance.randint(0, 1400)), count / 50)
        count += 1


def resize(client: Client) -> None:
    """Change the size of the pictures in the middle."""
    steady(320, 256, n_frames=100)(client)
    steady(160, 128)(client)


BAD = {"mid_frame": hang_in_a_frame, "trickle": trickle, "garbage": garbage, "payloads": bad_payloads}


@pytest.fixture
def peers() -> Iterator[dict[str, RtspPeer]]:
    """Bad cameras, and a good one."""
    with ExitStack() as stack:
        good = {"good": stack.enter_context(RtspPeer(steady()))}
        bad = {name: stack.enter_context(RtspPeer(behaviour)) for name, behaviour in BAD.items()}
        yield {**good, **bad}


def test_bad_cameras_are_told_apart_and_the_good_one_keeps_its_rate(
    kafka: KafkaSettings, topics: TopicSettings, peers: dict[str, RtspPeer]
) -> None:
    cameras: dict[str, dict[str, Any]] = {name: {"url": peer.url, "fps": "all"} for name, peer in peers.items()}

    def all_came_back(report: Report) -> bool:
        found = cameras_of(report)
        return bool(found) and all(peers[name].n_clients >= 3 for name in ("mid_frame", "trickle", "garbage"))

    with Producing(kafka, topics, cameras, {"read_timeout_s": 1}) as producing:
        producing.wait_for_camera("good", lambda good: good["published"] > 25, "the good one is on its way")
        first, began_s = producing.reports[-1], time.monotonic()
        producing.wait_for(all_came_back, "the bad ones are tried again and again")
        last, took_s = producing.reports[-1], time.monotonic() - began_s
        captured = cameras_of(last)["good"]["captured"] - cameras_of(first)["good"]["captured"]
        assert captured / took_s > 20  # of 25 a second, on a machine that others use too
        assert cameras_of(last)["good"]["reconnects"] == 0
        assert cameras_of(last)["mid_frame"]["condition"] in ("stalled", "streaming")
        assert cameras_of(last)["mid_frame"]["reconnects"] >= 1
        for name in ("trickle", "garbage"):
            assert cameras_of(last)[name]["condition"] in ("stalled", "unreachable")
        assert all(balance(camera) == 0 for report in producing.reports for camera in cameras_of(report).values())
        assert producing.terminate() == 0


def test_a_change_of_resolution_goes_through_without_a_loss(kafka: KafkaSettings, topics: TopicSettings) -> None:
    with RtspPeer(resize) as peer, Producing(kafka, topics, {"gate": {"url": peer.url, "fps": "all"}}) as producing:
        producing.wait_for_camera("gate", lambda gate: gate["width"] == 320, "large pictures")
        gate = producing.wait_for_camera("gate", lambda gate: gate["width"] == 160, "small pictures")
        assert (gate["height"], gate["condition"], gate["reconnects"]) == (128, "streaming", 0)
        assert peer.n_clients == 1
        assert producing.terminate() == 0


def test_a_redirect_to_another_camera_is_followed() -> None:
    with RtspPeer(steady()) as there, RtspPeer(steady(), location=there.url) as here:
        source = RtspSource(CameraSettings(url=here.url), ProduceSettings())
        stream = source.open(Pulse())
        try:
            assert next(frame.width for frame in stream.frames() if not frame.late) == WIDTH
        finally:
            stream.close()
        assert here.n_clients == 0


def test_a_camera_that_redirects_to_itself_for_ever_ends_by_the_time_out() -> None:
    with RtspPeer(steady()) as peer:
        peer.location = peer.url
        with pytest.raises(CameraError, match=r"cannot open|no RTSP answer"):
            RtspSource(CameraSettings(url=peer.url), ProduceSettings(open_timeout_s=1)).open(Pulse())


def test_a_hang_that_no_time_out_ends_disturbs_no_other_and_another_reader_takes_over(
    kafka: KafkaSettings, topics: TopicSettings, tmp_path: Path
) -> None:
    pipe = tmp_path / "film.mp4"
    os.mkfifo(pipe)  # opening it for reading waits for ever, inside the system
    short = {"open_timeout_s": 0.5, "read_timeout_s": 0.5, "hang_timeout_s": 3}
    with RtspPeer(steady()) as peer:
        cameras: dict[str, dict[str, Any]] = {"pipe": {"url": str(pipe)}, "good": {"url": peer.url, "fps": "all"}}
        with Producing(kafka, topics, cameras, short) as producing:
            hung = producing.wait_for_camera("pipe", lambda pipe: pipe["condition"] == "stalled", "the hang is found")
            assert "hangs for more than 3.5 s, against all time-outs; another reader" in hung["error"]
            write_film(tmp_path / "whole.mp4", 50)
            (tmp_path / "whole.mp4").rename(pipe)
            producing.wait_for_camera("pipe", lambda pipe: pipe["published"] > 0, "another reader works")
            good = cameras_of(producing.reports[-1])["good"]
            assert (good["condition"], good["reconnects"]) == ("streaming", 0)
            assert producing.terminate() == 0  # in time, though a thread hangs
