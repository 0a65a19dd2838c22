"""What a flow does on topics that another kind of flow has used: each case has one defined start."""

import pytest

from plumbing.kafka.settings import KafkaSettings, TopicSettings
from tests.dataflow.conftest import MakeFlow
from tests.dataflow.running import CHECKOUT, Topics, offsets_of
from tests.dataflow.test_start import create

pytestmark = pytest.mark.integration

OTHER_MODEL = CHECKOUT / "chaos" / "tiny.onnx"


def put(io: Topics, seqs: range) -> None:
    for seq in seqs:
        io.put_frame("gate", seq, 0)
    io.flush()


@pytest.mark.parametrize(("n_partitions", "remedy"), [(2, "--partitions 3"), (5, "so that it is made anew")])
def test_a_new_flow_refuses_a_result_topic_of_other_partitions(
    n_partitions: int, remedy: str, make_flow: MakeFlow, kafka: KafkaSettings, topics: TopicSettings
) -> None:
    create(kafka, topics.frames, 3)
    create(kafka, topics.results, n_partitions)
    flow = make_flow().start()
    assert flow.wait() == 1
    assert f"{topics.results!r} has {n_partitions} partitions, 3 are needed" in flow.log
    assert remedy in flow.log
    assert "Traceback" not in flow.log


@pytest.mark.parametrize(("start", "expected"), [("latest", [3]), ("earliest", [0, 1, 2, 3])])
def test_a_new_name_of_the_result_topic_begins_as_start_says_also_beside_old_rejects_and_events(
    start: str, expected: list[int], io: Topics, make_flow: MakeFlow, kafka: KafkaSettings, topics: TopicSettings
) -> None:
    flow = make_flow().start_reading()
    put(io, range(2))
    io.put(b"gate", b"bad")
    io.flush()
    io.wait_for(results=2, rejected=1)
    assert flow.terminate() == 0
    renamed = topics.model_copy(update={"results": f"other-{topics.results}"})
    other, anew = make_flow("--start", start, on=renamed, log="other.log").start_reading(), Topics(kafka, renamed)
    put(anew, range(3, 4))
    anew.wait_for(results=len([offset for offset in expected if offset != 2]), rejected=1 + (2 in expected))
    assert offsets_of(anew.results()) == [offset for offset in expected if offset != 2]
    assert other.terminate() == 0


def test_another_model_goes_on_where_results_end_with_windows_anew(io: Topics, make_flow: MakeFlow) -> None:
    for options, seqs in (((), range(3)), (("--model", str(OTHER_MODEL)), range(3, 5)), ((), range(5, 6))):
        flow = make_flow(*options).start_reading()
        put(io, seqs)
        io.wait_for(results=seqs.stop)
        assert flow.terminate() == 0
    assert offsets_of(io.results()) == list(range(6))
    assert [record.window_count for record in io.results()] == [1, 2, 3, 1, 2, 1]
    assert len({record.model for record in io.results()}) == 2
