"""The measurement of what metrics cost, in small."""

from benchmarks.metrics_cost import measure


def test_counting_a_frame_is_nothing_beside_scoring_it() -> None:
    figures = measure(n_frames=2)
    assert 0 < figures.share < 0.05  # a hundredth of that on a quiet machine
    assert figures.scrape_bytes > 1000
