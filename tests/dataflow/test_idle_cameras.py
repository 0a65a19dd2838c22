"""A camera that was idle for longer begins anew, on a real broker, also when the flow was killed in between."""

import time

import pytest

from plumbing.kafka.reading import headers_of
from tests.dataflow.conftest import MakeFlow
from tests.dataflow.running import Topics

pytestmark = pytest.mark.integration

HOUR_MS = 3_600_000


@pytest.mark.parametrize("killed", [False, True])
def test_an_idle_camera_begins_anew_and_others_go_on(io: Topics, make_flow: MakeFlow, killed: bool) -> None:
    flow, now_ms = make_flow("--idle-expiry", "2h").start_reading(), int(time.time() * 1000)
    for seq, (camera, hours_ago) in enumerate((("gate", 4), ("gate", 4), ("yard", 3), ("kiln", 1.5))):
        io.put_frame(camera, seq, 0, timestamp_ms=now_ms - int(hours_ago * HOUR_MS))
    io.flush()
    io.wait_for(results=4)
    if killed:
        flow.kill()
        flow.start_reading()
    for seq, camera in enumerate(("kiln", "yard", "gate"), start=4):
        io.put_frame(camera, seq, 0, timestamp_ms=now_ms)
    io.flush()
    io.wait_for(results=7)
    counts = [(record.camera_id, record.window_count) for record in io.results()[4:]]
    assert counts == [("kiln", 2), ("yard", 1), ("gate", 1)]
    headers = [dict(headers_of(message)) for message in io.messages(io.names.results, 0)]
    assert [int(each["cameras"] or b"") for each in headers] == [1, 1, 2, 2, 1, 2, 3]
    assert flow.terminate() == 0
