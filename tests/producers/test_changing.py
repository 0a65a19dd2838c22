"""A producer whose cameras change while it runs, as the control plane has them change."""

import pytest

from plumbing.kafka.settings import KafkaSettings, TopicSettings
from sandbox.camera import RtspCamera
from tests.producers.processes import Producing, cameras_of, published_frames
from tests.producers.test_production import headers

pytestmark = pytest.mark.integration


def test_cameras_come_and_go_and_others_do_not_notice(
    kafka: KafkaSettings, topics: TopicSettings, camera: RtspCamera
) -> None:
    described = {"url": camera.url, "fps": "all"}
    with Producing(kafka, topics, {}) as producing:
        producing.wait_for(lambda report: report.stage == "running", "it runs without any camera")
        producing.order(gate=described, gopher={"url": "gopher://u:hunter22@h/"})
        producing.wait_for_camera("gate", lambda gate: gate["published"] > 3, "the first publishes")
        refused = producing.wait_for_camera("gopher", lambda gopher: gopher["error"], "the bad one says why")
        assert "unknown kind of camera 'gopher'" in refused["error"]
        producing.order(kiln=described, gopher=None)
        before = producing.wait_for_camera("kiln", lambda kiln: kiln["published"] > 3, "the second publishes")
        producing.order(kiln=described)
        producing.wait_for_camera("kiln", lambda kiln: kiln["since"] > before["since"], "the second begins anew")
        producing.wait_for_camera("kiln", lambda kiln: kiln["published"] > 3, "the second publishes again")
        producing.order(kiln=None)
        last = producing.wait_for(lambda report: set(cameras_of(report)) == {"gate"}, "the second is gone")
        assert cameras_of(last)["gate"]["reconnects"] == 0
        assert producing.terminate() == 0
        assert "hunter22" not in str(producing.reports) + producing.errors
    frames = published_frames(kafka, topics)
    streams = {name: [headers(message).stream_id for message in found] for name, found in frames.items()}
    assert len(set(streams["gate"])) == 1
    runs = [stream for index, stream in enumerate(streams["kiln"]) if stream not in streams["kiln"][:index]]
    assert len(runs) == 2
    assert streams["kiln"] == sorted(streams["kiln"], key=runs.index), "the frames of the two never mix"
