"""The golden recording of the repository: what the shipped model says of it, as `flir-iqa golden check` would."""

from dataflow.file_run import FileRun
from dataflow.golden.check import DEFAULT_TOLERANCE, check_golden
from dataflow.golden.golden_file import golden_path, read_golden
from dataflow.golden.making import describe_model, make_golden
from dataflow.recorded import open_frames
from dataflow.windows import WindowSettings
from flir_iqa.model_file import SHIPPED_MODEL
from flir_iqa.scorer import Scorer
from plumbing.kafka.settings import TopicSettings
from tests.dataflow.running import CHECKOUT

RECORDING = CHECKOUT / "samples" / "golden" / "samples.mcap"


def test_the_shipped_model_gives_the_golden_scores() -> None:
    """After a change that is meant: `flir-iqa golden make samples/golden/samples.mcap`, and look at the difference."""
    expected = read_golden(golden_path(RECORDING))
    scorer = Scorer(threads=1)
    model = describe_model(SHIPPED_MODEL, scorer.model.name, scorer.model.version)
    with open_frames(RECORDING, TopicSettings()) as recorded:
        window = expected.smoothing_window
        run = FileRun(scorer=scorer, n_at_once=1, topic=recorded.topic, windows=WindowSettings(size=window))
        got = make_golden(run, recorded.frames, model)
    assert [
        f"{each.camera_id} {each.frame_id}: {each.what}"
        for each in check_golden(expected, got, DEFAULT_TOLERANCE).moved
    ] == []
