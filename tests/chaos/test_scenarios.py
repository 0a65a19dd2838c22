"""A short form of `make chaos`: real parts are broken, and the topics counted. More of each is in `flir-iqa chaos`."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import pytest

from chaos.brokers import Brokers
from chaos.message import bad_messages, pictures
from chaos.printing import complaints_of
from chaos.report import Report
from chaos.run import Runner
from chaos.scenario import Scenario
from chaos.scenarios.hang_camera import HangCamera
from chaos.scenarios.kill_broker import KillBroker
from chaos.scenarios.kill_flow import KillFlow
from chaos.scenarios.stop_flow import StopFlow
from chaos.stage import Stage
from plumbing.kafka.clients import make_producer
from plumbing.kafka.settings import KafkaSettings
from sandbox.broker import Broker

pytestmark = [pytest.mark.integration, pytest.mark.timeout(900)]


@pytest.fixture
def runner(broker: Broker, kafka: KafkaSettings, tmp_path: Path) -> Iterator[Runner]:
    """Plays on the Kafka that all tests share, where a scenario breaks none."""
    with Runner(tmp_path, seed=7, shared=Brokers([broker], kafka)) as made:
        yield made


def check(report: Report, times: int) -> None:
    assert report.kept, complaints_of(report)
    assert report.times == times
    assert report.verdict is not None
    assert report.verdict.n_results > 0


def test_ten_kill_9_lose_double_and_change_nothing(runner: Runner) -> None:
    report = runner.play(KillFlow(n_kills=10, fps=60))
    check(report, 10)
    assert report.verdict is not None
    assert report.verdict.n_rejected > 0
    assert len(report.recoveries_s) == 10


def test_sigterm_and_sigint_are_exact_and_exit_0(runner: Runner) -> None:
    check(runner.play(StopFlow(n_stops=3, fps=60)), 4)  # and once at its end


def test_a_broker_that_is_killed_is_waited_for(runner: Runner) -> None:
    check(runner.play(KillBroker(n_kills=2, fps=40)), 2)  # the second time together with the flow


def test_a_hung_camera_comes_back_and_holds_up_no_other(runner: Runner) -> None:
    check(runner.play(HangCamera(n_times=1, hang_s=5)), 1)


@dataclass(frozen=True, slots=True)
class Forgery(Scenario):
    """A flow that works, and a result that somebody writes once more."""

    name: ClassVar[str] = "forgery"
    fault: ClassVar[str] = "a doubled result"

    def play(self, stage: Stage) -> None:
        """Score some frames, then copy a result."""
        flow = stage.flow().start()
        with stage.feed(50, [*pictures(), *bad_messages()[:1]]).running() as feed:
            stage.wait_for_results(20)
        stage.settle()
        flow.terminate()
        result = stage.outcomes()[0][-1]
        producer, _ = make_producer(stage.kafka, 1_000_000)
        producer.produce(stage.topics.results, json.dumps(result.record), partition=result.partition)
        producer.flush(30)
        stage.conclude(feed)


def test_a_promise_that_is_broken_is_found_on_the_topics_and_told(runner: Runner, tmp_path: Path) -> None:
    report = runner.play(Forgery())
    assert not report.kept
    assert report.verdict is not None
    assert report.verdict.duplicated == 1
    assert (tmp_path / "forgery" / "flow.log").exists()
    assert f"forgery: logs in {tmp_path / 'forgery'}" in complaints_of(report)
    assert report.to_json()["kept"] is False


@dataclass(frozen=True, slots=True)
class Fails(Scenario):
    """A flow that ends by itself."""

    name: ClassVar[str] = "fails"
    fault: ClassVar[str] = "a model that is none"

    def play(self, stage: Stage) -> None:
        """Wait for results that never come."""
        stage.flow(model=stage.folder).start()
        stage.wait_for_results()


def test_a_scenario_that_cannot_go_on_is_a_broken_promise_with_the_reason(runner: Runner) -> None:
    report = runner.play(Fails())
    assert not report.kept
    assert "it has ended" in report.broken[0]
    assert report.verdict is None
