"""The wiring: source -> score -> smooth -> sink. Knows neither Kafka nor files."""

from collections.abc import Callable
from datetime import timedelta
from typing import Final

import bytewax.operators as op
from bytewax.dataflow import Dataflow
from bytewax.inputs import Source
from bytewax.outputs import Sink
from bytewax.run import cli_main

from dataflow.ending import Ending
from dataflow.items import FromScoring, FromSource, ToSink, partition_key
from dataflow.smoothing import Smoothing

_EPOCH: Final = timedelta(seconds=1)


def build_flow(
    source: Source[FromSource],
    score: Callable[[FromSource], FromScoring | None],
    smoothing: Callable[[None], Smoothing],
    sink: Sink[tuple[str, ToSink]],
) -> Dataflow:
    """Wire the flow.

    Guarantee: what leaves for the sink is, per partition, in the order in which its frames came from the source
    (`tests/dataflow/test_tail.py::test_partitions_keep_their_frames_order_and_do_not_share_windows`): the key of the
    state is the partition, and there is one source part and one sink part.

    Args:
        source: Gives frames, and before them what the windows held.
        score: Turns a frame into a score or a refusal (`scoring.FrameScorer`); None once the run is to end.
        smoothing: Builds the state of a partition (`smoothing.smoothing_builder`).
        sink: Takes (partition key, record), in the order of the frames of each partition.
    """

    def score_with_key(item: FromSource) -> tuple[str, FromScoring] | None:
        scored = score(item)
        return None if scored is None else (partition_key(scored.partition), scored)

    flow = Dataflow("quality")
    frames = op.input("frames", flow, source)
    scored = op.filter_map("score", frames, score_with_key)
    results = op.stateful_batch("smooth", scored, smoothing)
    op.output("results", results, sink)
    return flow


def run_to_end(flow: Dataflow, ending: Ending) -> None:
    """Run a flow in this thread until its source ends.

    Raises:
        FlirIqaError: What ended it before its time.
    """
    cli_main(flow, epoch_interval=_EPOCH)  # type: ignore[no-untyped-call]
    ending.check()
