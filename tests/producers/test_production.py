"""The producer as a whole: real cameras, real Kafka, a process of its own."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import simplejpeg
from confluent_kafka import Message

from plumbing.child import Report
from plumbing.frames import FrameHeaders
from plumbing.kafka.clients import make_admin
from plumbing.kafka.reading import headers_of
from plumbing.kafka.settings import KafkaSettings, TopicSettings
from plumbing.kafka.topics import ensure_topics, frame_topic
from sandbox.broker import Broker
from sandbox.camera import RtspCamera
from sandbox.ports import free_port
from sandbox.waiting import wait_until
from tests.producers.films import write_film
from tests.producers.processes import ROOT, Producing, balance, cameras_of, published_frames

pytestmark = pytest.mark.integration


@pytest.fixture
def film(tmp_path: Path) -> Path:
    """Two seconds of film."""
    return write_film(tmp_path / "film.mp4", 50)


@pytest.fixture
def mute_url() -> Iterator[str]:
    """The address of a camera that takes connections and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"rtsp://viewer:hunter22@127.0.0.1:{server.getsockname()[1]}/x"


def has_ended(pid: int) -> bool:
    """Whether a process that is no child of ours has ended, be it that nobody has taken its exit code."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def headers(message: Message) -> FrameHeaders:
    """Return the headers of a frame on the topic."""
    return FrameHeaders.decode(headers_of(message))


def test_frames_of_a_camera_arrive_with_key_headers_and_time(
    kafka: KafkaSettings, topics: TopicSettings, camera: RtspCamera
) -> None:
    began = datetime.now(UTC)
    with Producing(kafka, topics, {"gate": {"url": camera.url, "fps": "all"}}) as producing:
        producing.wait_for_camera("gate", lambda gate: gate["published"] >= 20, "20 frames were published")
        assert producing.terminate() == 0
        last = cameras_of(producing.reports[-1])["gate"]
    frames = published_frames(kafka, topics)["gate"]
    assert len(frames) == last["published"]
    assert last["in_flight"] == balance(last) == 0
    assert (last["width"], last["height"], last["codec"]) == (640, 512, "h264")
    assert len({message.partition() for message in frames}) == 1
    found = [headers(message) for message in frames]
    assert [header.seq for header in found] == list(range(len(frames)))
    assert len({header.stream_id for header in found}) == 1
    for message, header in zip(frames, found, strict=True):
        assert header.captured_at is not None
        assert began <= header.captured_at <= datetime.now(UTC)
        assert message.timestamp()[1] == round(header.captured_at.timestamp() * 1000)
        assert (header.width, header.height, header.content_type) == (640, 512, "image/jpeg")
        value = message.value()
        assert isinstance(value, bytes)
        assert simplejpeg.decode_jpeg(value, "GRAY").shape[:2] == (512, 640)


def test_bad_cameras_say_why_and_hold_up_no_other(
    kafka: KafkaSettings, topics: TopicSettings, camera: RtspCamera, mute_url: str
) -> None:
    cameras: dict[str, dict[str, Any]] = {
        "good": {"url": camera.url, "fps": "all"},
        "absent": {"url": f"rtsp://127.0.0.1:{free_port()}/x"},
        "mute": {"url": mute_url},
        "unknown": {"url": "rtsp://viewer:hunter22@camera.invalid/x"},
        "missing": {"url": "missing.mp4"},
    }
    reasons = {
        "absent": "connection refused",
        "mute": "no RTSP answer",
        "unknown": "unknown host",
        "missing": "No such file",
    }

    def all_is_told(report: Report) -> bool:
        found = cameras_of(report)
        told = all(reason in (found[camera_id]["error"] or "") for camera_id, reason in reasons.items() if found)
        return bool(found) and told and found["good"]["published"] > 10

    with Producing(kafka, topics, cameras) as producing:
        report = producing.wait_for(all_is_told, "each bad camera says why, and the good one publishes")
        assert report.stage == "running"
        assert producing.terminate() == 0
        assert "hunter22" not in str(producing.reports) + producing.errors


def test_a_camera_that_dies_and_comes_back_is_read_again(
    kafka: KafkaSettings, topics: TopicSettings, own_camera: RtspCamera
) -> None:
    with Producing(kafka, topics, {"gate": {"url": own_camera.url, "fps": "all"}}) as producing:
        producing.wait_for_camera("gate", lambda gate: gate["published"] > 5, "frames were published")
        own_camera.stop()
        gate = producing.wait_for_camera("gate", lambda gate: gate["state"] == "waiting", "the loss was seen")
        assert gate["error"]
        own_camera.start()
        lost_at = gate["published"]
        gate = producing.wait_for_camera("gate", lambda gate: gate["published"] > lost_at + 5, "frames come again")
        assert (gate["state"], gate["error"]) == ("live", None)
        assert producing.terminate() == 0
    streams = [headers(message).stream_id for message in published_frames(kafka, topics)["gate"]]
    assert len(set(streams)) == 2


def test_films_end_and_with_the_last_the_process(kafka: KafkaSettings, topics: TopicSettings, film: Path) -> None:
    cameras: dict[str, dict[str, Any]] = {
        "all": {"url": str(film), "fps": "all"},
        "some": {"url": f"file:{film}", "fps": 5},
    }
    with Producing(kafka, topics, cameras) as producing:
        assert producing.end(60) == 0
        last = cameras_of(producing.reports[-1])
    frames = published_frames(kafka, topics)
    assert last["all"]["captured"] == last["some"]["captured"] == 50
    for camera_id in cameras:
        assert last[camera_id]["state"] == "finished"
        assert len(frames[camera_id]) == last[camera_id]["published"]
        assert balance(last[camera_id]) == last[camera_id]["in_flight"] == 0
    assert 10 <= len(frames["some"]) <= 12


def test_an_outage_of_kafka_is_waited_out_and_counted(
    own_broker: Broker, topics: TopicSettings, camera: RtspCamera
) -> None:
    kafka = KafkaSettings(bootstrap=own_broker.bootstrap)
    few = {"queue_frames": 5, "window_frames": 2}
    with Producing(kafka, topics, {"gate": {"url": camera.url, "fps": "all"}}, few) as producing:
        producing.wait_for_camera("gate", lambda gate: gate["published"] > 5, "frames were published")
        own_broker.kill()
        report = producing.wait_for(
            lambda r: r.stage == "degraded" and cameras_of(r)["gate"]["dropped"].get("queue_full", 0) > 5,
            "the outage is seen and the oldest frames are dropped",
        )
        assert "acknowledged no frame" in (report.error or "")
        own_broker.restart()
        before = cameras_of(report)["gate"]["published"]
        producing.wait_for(
            lambda r: r.stage == "running" and cameras_of(r)["gate"]["published"] > before + 10, "frames go out again"
        )
        assert producing.terminate() == 0
        last = cameras_of(producing.reports[-1])["gate"]
        assert all(balance(cameras_of(report)["gate"]) == 0 for report in producing.reports if cameras_of(report))
    found = [headers(message).seq or 0 for message in published_frames(kafka, topics)["gate"]]
    unsure = last["dropped"].get("delivery_failed", 0) + last["dropped"].get("stopped", 0)
    assert last["published"] <= len(found) <= last["published"] + unsure
    assert found == sorted(set(found))  # none doubled, none out of order
    lost = set(range(found[-1] + 1)) - set(found)
    assert 0 < len(lost) <= sum(last["dropped"].values())


def test_a_dead_broker_and_a_hung_camera_do_not_hold_up_the_end(
    own_broker: Broker, topics: TopicSettings, camera: RtspCamera, mute_url: str
) -> None:
    kafka = KafkaSettings(bootstrap=own_broker.bootstrap)
    cameras = {"gate": {"url": camera.url}, "mute": {"url": mute_url}}
    with Producing(kafka, topics, cameras, {"open_timeout_s": 60}) as producing:
        producing.wait_for_camera("gate", lambda gate: gate["published"] > 2, "frames were published")
        own_broker.freeze()
        try:
            producing.wait_for_camera("gate", lambda gate: gate["in_flight"] > 2, "frames wait for the broker")
            assert producing.terminate() == 0  # 75 if it had to be forced
        finally:
            own_broker.thaw()
        last = cameras_of(producing.reports[-1])["gate"]
        assert last["dropped"]["stopped"] > 0
        assert balance(last) == last["in_flight"] == 0


def test_without_a_broker_it_waits_and_says_why(topics: TopicSettings, camera: RtspCamera) -> None:
    kafka = KafkaSettings(bootstrap=f"127.0.0.1:{free_port()}")
    with Producing(kafka, topics, {"gate": {"url": camera.url}}) as producing:
        report = producing.wait_for(lambda report: report.stage == "degraded", "it says that it waits")
        assert f"no Kafka broker answers at '{kafka.bootstrap}'" in (report.error or "")
        assert producing.reports[0].stage == "started"
        assert producing.terminate() == 0


def test_a_topic_that_does_not_fit_ends_it_with_the_remedy(
    kafka: KafkaSettings, topics: TopicSettings, camera: RtspCamera
) -> None:
    admin, _ = make_admin(kafka)
    ensure_topics(admin, [frame_topic(topics.model_copy(update={"partitions": 1}))], create=True)
    with Producing(kafka, topics, {"gate": {"url": camera.url}}) as producing:
        assert producing.end(60) == 1
        assert producing.reports[-1].stage == "failed"
        assert "has 1 partitions, 3 are needed: kafka-topics.sh --alter" in (producing.reports[-1].error or "")


def test_frames_that_are_too_large_are_dropped_and_counted(
    kafka: KafkaSettings, topics: TopicSettings, camera: RtspCamera
) -> None:
    small = topics.model_copy(update={"max_frame_bytes": 10_000})
    with Producing(kafka, small, {"gate": {"url": camera.url, "fps": "all"}}) as producing:
        gate = producing.wait_for_camera(
            "gate", lambda gate: gate["dropped"].get("too_large", 0) > 5, "they are dropped"
        )
        assert gate["published"] == 0
        assert balance(gate) == 0
        assert producing.terminate() == 0


def test_the_end_of_the_parent_ends_the_child(kafka: KafkaSettings, topics: TopicSettings, camera: RtspCamera) -> None:
    script = (
        "import sys, time; from plumbing.kafka.settings import KafkaSettings, TopicSettings; "
        "from tests.producers.processes import Producing; "
        f"p = Producing(KafkaSettings(bootstrap={kafka.bootstrap!r}), TopicSettings(**{topics.model_dump()!r}), "
        f"{{'gate': {{'url': {camera.url!r}}}}}); "
        "p.wait_for_camera('gate', lambda gate: gate['published'] > 2, 'frames'); "
        "print(p.process.pid, flush=True); time.sleep(600)"
    )
    parent = subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    with parent.stdout:
        child = int(parent.stdout.readline())
        os.kill(parent.pid, signal.SIGKILL)
        parent.wait(30)
    wait_until(lambda: has_ended(child), 30, "the child ended")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "there is no camera: give --camera ID=URL"),
        (["--camera", "gate=gopher://viewer:hunter22@h/x"], "unknown kind of camera 'gopher'"),
        (["--camera", "rtsp://viewer:hunter22@h/x"], "expected --camera ID=URL"),
        (["--camera", "bad id=film.mp4"], "expected a camera id"),
        (["--camera", "gate=film.mp4", "--jpeg-quality", "101"], "option --jpeg-quality"),
    ],
)
def test_what_cannot_be_used_is_refused_at_once(arguments: list[str], told: str) -> None:
    command = [sys.executable, "-m", "producers", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert told in done.stderr
    assert "hunter22" not in done.stderr
    assert "Traceback" not in done.stderr


def test_check_tells_of_each_camera_and_needs_no_kafka(camera: RtspCamera, film: Path, mute_url: str) -> None:
    command = [sys.executable, "-m", "producers", "--check", "--open-timeout-s", "2", "--bootstrap", "127.0.0.1:1"]
    cameras = ["--camera", f"gate={camera.url}", "--camera", f"film={film}"]
    good = subprocess.run([*command, *cameras], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert good.returncode == 0
    assert "gate: h264 640 x 512, 10 frames/s" in good.stderr
    assert "film: h264 96 x 64, 25 frames/s" in good.stderr
    cameras += ["--camera", f"mute={mute_url}"]
    bad = subprocess.run([*command, *cameras], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert bad.returncode == 1
    assert "mute: no RTSP answer within 2 s" in bad.stderr
    assert "1 of 3 cameras gave no frame" in bad.stderr
