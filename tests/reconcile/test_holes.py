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
    found = holes.resolve(cameras, 5)
    assert (found.n_shed, found.n_missing, found.first_missing) == (5, 1, frame(5, "kiln"))
    assert (cameras.of("gate").missing, cameras.of("kiln").missing) == (0, 1)


def test_frames_that_kafka_does_not_hold_any_more_are_set_off_in_all() -> None:
    holes, cameras = Holes(), Cameras()
    holes.add_unseen("frames-0-3", 4)
    holes.add(frame(9))
    found = holes.resolve(cameras, 3)
    assert (found.n_shed, found.n_missing) == (3, 2)
    assert found.first_missing == FoundFrame(frame_id="frames-0-3")
