"""What a recording gives now."""

from pathlib import Path

from dataflow.file_run import FileRun
from dataflow.golden.check import DEFAULT_TOLERANCE, check_golden
from dataflow.golden.golden_file import read_golden, write_golden
from dataflow.golden.making import describe_model, make_golden
from dataflow.windows import WindowSettings
from flir_iqa.model_file import SHIPPED_MODEL
from flir_iqa.scorer import Scorer
from tests.dataflow.frames import make_frame, make_frames


def test_a_golden_file_holds_against_the_frames_it_was_made_from(tmp_path: Path) -> None:
    scorer = Scorer(threads=1)
    model = describe_model(SHIPPED_MODEL, scorer.model.name, scorer.model.version)
    run = FileRun(scorer=scorer, n_at_once=2, topic="frames", windows=WindowSettings(size=5))
    bad = make_frame(9, "gate", 2, 5, b"no picture")
    write_golden(tmp_path / "a.json", make_golden(run, iter([*make_frames(9), bad]), model))
    expected = read_golden(tmp_path / "a.json")
    assert [len(expected.frames), len(expected.rejected)] == [9, 1]
    assert expected.model.label.startswith(f"{scorer.model.label} (")

    again = check_golden(expected, make_golden(run, iter([*make_frames(9), bad]), model), 0)
    assert not again.moved
    assert again.same_frames

    other = check_golden(expected, make_golden(run, make_frames(9), model), DEFAULT_TOLERANCE)
    assert [each.what for each in other.moved] == ["rejected (not_jpeg) -> not in the recording"]
    assert not other.same_frames
