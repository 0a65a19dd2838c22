"""The model file loads, scores a frame, and is fast enough for the cameras."""

import time
from collections.abc import Iterator
from typing import Final

import numpy as np

from dataflow.settings import FlowSettings
from flir_iqa.cpu import available_threads
from flir_iqa.errors import ImageError, ModelError
from flir_iqa.model_file import SHIPPED_MODEL
from flir_iqa.scorer import Scorer
from operate.doctor.finding import Finding
from operate.doctor.setup import Setup

_HEIGHT_PX, _WIDTH_PX = 512, 640
_TRIES: Final = 5


def check_model(setup: Setup) -> Iterator[Finding]:
    """Load the model of the configuration, score, and set its speed against the cameras' rates."""
    flow = setup.get(FlowSettings)
    subject = "the shipped model" if flow.model is None else repr(str(flow.model))
    try:
        scorer = Scorer(flow.model or SHIPPED_MODEL, flow.threads)
        took_ms = fastest_ms(scorer)
    except (ModelError, ImageError) as error:
        remedy = "give an ONNX file of flir-iqa export (--model), or none for the shipped one"
        yield Finding.failure(subject, str(error), remedy)
        return
    size = f"{_WIDTH_PX} x {_HEIGHT_PX}"
    yield Finding.ok(
        subject, f"{scorer.model.label}, {len(scorer.model.kinds)} kinds, {took_ms:.1f} ms a frame of {size}"
    )
    rates = [camera.fps for camera in setup.cameras.values() if camera.fps != "all"]
    load = sum(rates) * took_ms / 1000
    if load > 1:
        text = f"{len(rates)} cameras want {sum(rates):g} frames/s, one flow scores {1000 / took_ms:.0f} just now"
        remedy = f"run {int(load) + 1} flows or more (--shard 0/{int(load) + 1}), lower fps, or give --overload shed"
        yield Finding.warning("speed", text, remedy)
    yield from _threads(flow)


def fastest_ms(scorer: Scorer) -> float:
    """Return the time that one frame takes where nothing disturbs, in milliseconds."""
    rows, columns = np.mgrid[:_HEIGHT_PX, :_WIDTH_PX]
    frame = ((rows * 7 + columns * 3) % 256).astype(np.uint8)
    times = []
    for _ in range(_TRIES):
        begin = time.perf_counter()
        scorer.assess(frame)
        times.append(time.perf_counter() - begin)
    return min(times) * 1000


def _threads(flow: FlowSettings) -> Iterator[Finding]:
    allowed = available_threads()
    if flow.threads is not None and flow.threads > allowed:
        text = f"threads = {flow.threads}, and this process may use {allowed} CPU{'s' * (allowed != 1)}: they wait"
        yield Finding.warning("threads", text, f"give --threads {allowed}, or none")
    else:
        yield Finding.ok("threads", f"{flow.threads or allowed} of {allowed} CPUs that this process may use")
