"""The map of the embeddings."""

import numpy as np
import pytest

from tests.training.figures.examples import judged
from training.figures import embedding_map
from training.figures.embedding_map import draw_embedding_map, place

JUDGEMENTS = [judged(kind, 0.01 * index) for index in range(12) for kind in ("none", "lens_blur", "ghosting")]


def test_frames_with_like_embeddings_lie_together_and_the_same_seed_gives_the_same_map() -> None:
    points = place(JUDGEMENTS, seed=0)
    kinds = np.array([each.kind for each in JUDGEMENTS])
    centres = {kind: points[kinds == kind].mean(axis=0) for kind in ("none", "ghosting")}
    spread = np.linalg.norm(points[kinds == "none"] - centres["none"], axis=1).max()
    assert spread < np.linalg.norm(centres["none"] - centres["ghosting"])
    assert np.array_equal(points, place(JUDGEMENTS, seed=0))


def test_each_kind_has_its_own_mark_and_count() -> None:
    axes = draw_embedding_map(JUDGEMENTS).axes[0]
    assert len(axes.collections) == 3
    legend = axes.get_legend()
    assert legend is not None
    texts = [text.get_text() for text in legend.get_texts()]
    assert texts == ["clean  (12)", "lens blur  (12)", "ghosting  (12)"]


def test_a_network_that_sees_no_difference_still_has_a_map() -> None:
    assert np.isfinite(place([judged("none", 0.5)] * 12, seed=0)).all()


def test_few_frames_are_said() -> None:
    assert "at least 8 frames" in draw_embedding_map(JUDGEMENTS[:3]).axes[0].texts[0].get_text()


def test_of_many_frames_a_part_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedding_map, "MAX_POINTS", 10)
    axes = draw_embedding_map(JUDGEMENTS).axes[0]
    assert sum(len(np.asarray(marks.get_offsets())) for marks in axes.collections) == 10
