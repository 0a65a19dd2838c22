"""The cameras' windows are bounded, by rules that look at nothing but the frames."""

from dataflow.windows import CameraWindow, Windows, WindowSettings


def test_a_camera_that_was_idle_for_longer_begins_anew() -> None:
    windows = Windows(WindowSettings(size=5, idle_expiry_ms=1000))
    assert windows.push("gate", 0.2, 10_000, None) == (0.2, 1)
    assert windows.push("gate", 0.4, 11_000, None)[1] == 2
    assert windows.push("gate", 0.6, 12_001, None) == (0.6, 1)


def test_idle_cameras_are_forgotten_when_others_go_on() -> None:
    windows = Windows(WindowSettings(idle_expiry_ms=1000))
    for n in range(50):
        windows.push(f"camera-{n}", 0.5, 10_000 + n, None)
    windows.push("gate", 0.5, 11_040, None)
    assert len(windows) == 11


def test_a_frame_from_the_past_or_without_a_time_does_not_turn_the_clock_back() -> None:
    windows = Windows(WindowSettings(idle_expiry_ms=1000))
    windows.push("gate", 0.5, 10_000, None)
    windows.push("yard", 0.5, -5, None)
    windows.push("kiln", 0.5, None, None)
    assert (windows.clock_ms, len(windows)) == (10_000, 3)


def test_of_too_many_cameras_the_one_without_a_frame_for_longest_is_forgotten() -> None:
    windows = Windows(WindowSettings(size=5, most_cameras=2))
    for camera in ("gate", "yard", "gate", "kiln"):
        windows.push(camera, 0.5, 1, None)
    assert windows.push("gate", 0.5, 1, None)[1] == 3
    assert windows.push("yard", 0.5, 1, None)[1] == 1


def test_a_restored_camera_expires_as_it_would_have() -> None:
    windows = Windows(WindowSettings(size=5, idle_expiry_ms=1000))
    windows.restore("yard", CameraWindow([0.1], seen_ms=9_000))
    windows.restore("gate", CameraWindow([0.2, 0.4], seen_ms=10_000))
    assert windows.push("gate", 0.6, 10_001, None)[1] == 3
    assert len(windows) == 1
