"""Each camera: resolves, answers, gives a frame; its codec, size and rate. Tried by the producers' own code."""

from collections.abc import Iterator, Sequence

from operate.doctor.camera_trial import Outcome, try_cameras
from operate.doctor.finding import Finding
from operate.doctor.setup import Setup
from plumbing.cameras import CameraSettings
from producers.settings import ProduceSettings


def check_cameras(setup: Setup) -> Iterator[Finding]:
    """Try all cameras, a number of them at once."""
    produce = setup.get(ProduceSettings)
    if not setup.cameras:
        yield Finding.ok("cameras", "none is configured here; they may be in the control plane")
        return
    for outcome in try_cameras(setup.cameras, produce):
        yield judge(outcome, setup.cameras[outcome.camera_id], produce)


def judge(outcome: Outcome, camera: CameraSettings, produce: ProduceSettings) -> Finding:
    """Say how one camera does."""
    if outcome.error is not None:
        return Finding.failure(outcome.camera_id, outcome.error, _remedy(camera))
    rate = "" if outcome.fps is None else f", {outcome.fps:g} frames/s"
    text = f"{camera.shown_url}: {outcome.codec} {outcome.width} x {outcome.height}{rate}"
    if outcome.fps is not None and camera.fps != "all" and outcome.fps < camera.fps:
        return Finding.warning(
            outcome.camera_id, f"{text}; {camera.fps:g} are wanted", "raise the camera's rate, or lower fps"
        )
    return Finding.ok(outcome.camera_id, text)


def _remedy(camera: CameraSettings) -> str:
    words: Sequence[str] = ("is the camera on, is its address right, are username and password?",)
    if "://" not in camera.url:
        words = ("is the path right, and may this user read it?",)
    return " ".join(words)
