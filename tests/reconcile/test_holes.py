"""What frames without an outcome are."""

from reconcile.account import FoundFrame
from reconcile.cameras import Cameras
from reconcile.holes import Holes


def frame(offset: int, camera: str | None = "gate") -> FoundFrame:
    """A frame that was looked up."""
    return FoundFrame(frame_id=f"frames-0-{offset}", camera_id=camera)


def test_what_results_say_was_shed_is_set_off_by_camera() -> None:
    holes, cameras = Holes(), Cameras()
    for offset in range(5):
        holes.add(frame(offset))
    holes.add(frame(5, "kiln"))
    cameras.of("gate").shed = 5
    cameras.of("kiln").shed = 0
    found = holes.resolve(cameras, 5, 0)
    assert (found.n_shed, found.n_missing, found.first_missing) == (5, 1, frame(5, "kiln"))
    assert (cameras.of("gate").missing, cameras.of("kiln").missing) == (0, 1)


def test_frames_that_kafka_does_not_hold_any_more_are_set_off_in_all() -> None:
    holes, cameras = Holes(), Cameras()
    holes.add_unseen("frames-0-3", 4)
    holes.add(frame(9))
    found = holes.resolve(cameras, 3, 0)
    assert (found.n_shed, found.n_missing) == (3, 2)
    assert found.first_missing == FoundFrame(frame_id="frames-0-3")


def test_more_shed_frames_than_holes_are_outcomes_too_many_unless_they_may_lie_outside_the_span() -> None:
    for n_outside, n_doubled in ((0, 2), (1, 1), (5, 0)):
        holes, cameras = Holes(), Cameras()
        holes.add(frame(4))
        cameras.of("gate").shed = 3
        found = holes.resolve(cameras, 3, n_outside)
        assert (found.n_shed, found.n_missing, found.n_doubled) == (1, 0, n_doubled)
        assert cameras.of("gate").shed == 1
