"""Which camera has the greater trouble."""

from typing import Any

import pytest
from rich.console import Console

from operate.api.camera_row import CameraRow, views_of
from operate.api.errors import ApiError
from operate.api.tables import age_text, draw_cameras


def row(name: str, quality: float | None = None, distortion: str | None = None, **more: Any) -> CameraRow:
    latest = None if quality is None else {"smoothed_image_quality": quality, "distortion": distortion}
    return CameraRow.read({"id": name, "state": "live", "age_ms": 100.0, "latest": latest, **more})


def test_cameras_without_pictures_come_first_then_the_bad_then_the_good_then_those_at_rest() -> None:
    rows = [
        row("good", 0.9, "none"),
        row("paused", 0.1, "lens_blur", state="stopped", wanted="paused", age_ms=1e9),
        row("worse", 0.2, "lens_blur"),
        row("fair", 0.6, "none"),
        row("bad", 0.4, "gaussian_noise"),
        row("away", 0.9, "none", state="waiting", error="connection refused"),
        row("stale", 0.9, "none", age_ms=60_000.0),
        row("locked", condition="unauthorised", state="connecting"),
    ]
    assert [each.id for each in sorted(rows, key=CameraRow.trouble)] == [
        "stale",
        "away",
        "locked",
        "worse",
        "bad",
        "fair",
        "good",
        "paused",
    ]


def test_a_view_of_another_version_is_shown_as_far_as_it_goes() -> None:
    assert CameraRow.read({}).id == "?"
    console = Console(width=200, record=True, file=None, quiet=True)
    console.print(
        draw_cameras([CameraRow.read({"id": "[red]gate[/red]", "error": "x" * 300}), row("good", 0.91, "none")])
    )
    assert draw_cameras([row("good", 0.91, "none")]).row_count == 1


@pytest.mark.parametrize("answer", [None, {}, "text", [7], [[]]])
def test_an_answer_that_is_no_list_of_cameras_is_refused(answer: object) -> None:
    with pytest.raises(ApiError, match="expected a list of cameras"):
        views_of(answer)


@pytest.mark.parametrize(
    "view", [{"id": 7}, {"state": []}, {"age_ms": "old"}, {"latest": {"smoothed_image_quality": {}}}]
)
def test_a_view_that_is_no_camera_is_refused(view: dict[str, Any]) -> None:
    with pytest.raises(ApiError, match="expected a camera"):
        CameraRow.read(view)


def test_ages_are_in_units_for_people() -> None:
    assert [age_text(age) for age in (None, 1234.0, 300_000.0, 8e6)] == ["-", "1.2 s", "5 min", "2 h"]
