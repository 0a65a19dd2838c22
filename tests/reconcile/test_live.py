"""The account while frames, results and rejected records are being written, over a crash of the flow."""

import threading
from pathlib import Path

import pytest

from plumbing.kafka.settings import KafkaSettings, TopicSettings
from reconcile.account import Account
from reconcile.run import reconcile
from recording.recorder.bounds import Edge
from sandbox.waiting import wait_until
from tests.dataflow.running import FlowProcess, Topics

pytestmark = pytest.mark.integration


def test_it_adds_up_at_any_moment(kafka: KafkaSettings, topics: TopicSettings, tmp_path: Path) -> None:
    io, ended = Topics(kafka, topics), threading.Event()

    def draw_up() -> Account:
        account = reconcile(kafka, topics, Edge.BEGINNING, Edge.END, lambda n_read: None, all_frames=False)
        assert account.adds_up, account.to_dict()
        return account

    def put_frames() -> None:
        for seq in range(100_000):
            if ended.wait(0.05):
                return
            io.put_frame("gate", seq, seq % 2)
            if seq % 5 == 0:
                io.put(b"gate", b"no picture", partition=seq % 2)

    putting = threading.Thread(target=put_frames)
    with FlowProcess(kafka, topics, tmp_path / "flow.log", "--start", "earliest") as flow:
        flow.start_reading()
        putting.start()
        try:
            io.wait_for(results=10, rejected=3)
            for _ in range(3):
                draw_up()
            flow.kill()
            draw_up()
            flow.start()
            n_done = draw_up().total("scored")
            wait_until(lambda: draw_up().total("scored") > n_done + 10, 120, "the flow goes on")
        finally:
            ended.set()
            putting.join(60)
        assert flow.terminate() == 0
    io.flush()
    account = draw_up()
    done = account.total("scored") + account.total("rejected")
    assert account.total("published") == done + account.total("lag")
    assert done >= 23
