"""The colour of a quality."""

import pytest

from flir_iqa import FLIQE
from flir_iqa.colors import quality_color


@pytest.mark.parametrize(
    ("quality", "bgr"),
    [(0.0, (0, 0, 255)), (1.0, (0, 255, 0)), (0.5, (0, 127, 127)), (-3, (0, 0, 255)), (7, (0, 255, 0))],
)
def test_red_at_0_and_green_at_1(quality: float, bgr: tuple[int, int, int], fliqe: FLIQE) -> None:
    assert quality_color(quality) == bgr
    assert fliqe.get_color(quality) == bgr


def test_better_is_greener_and_less_red() -> None:
    colors = [quality_color(step / 100) for step in range(101)]
    assert [green for _, green, _ in colors] == sorted(green for _, green, _ in colors)
    assert [red for _, _, red in colors] == sorted((red for _, _, red in colors), reverse=True)
