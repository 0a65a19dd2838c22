"""The ancestor's interface, word for word: `FLIQE` for single images, `OnlineFLIQE` for sequences."""

import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from flir_iqa.assessment import Assessment
from flir_iqa.checkpoints import CHECKPOINT_SUFFIXES, exported
from flir_iqa.colors import quality_color
from flir_iqa.errors import SessionError
from flir_iqa.model_file import ModelInfo
from flir_iqa.scorer import Scorer
from flir_iqa.smoothing import SlidingMean


class FLIQE:
    """Scores single images.

    Args:
        quality_model_path: An ONNX model file, or a checkpoint (`.pth`, `.pt`; of `flir-iqa train`, or the ancestor's
            encoder with its binary head), which is exported once into a cache; by default the shipped model.
        threads: How many threads one image may use; by default as many CPUs as this process is allowed.

    Raises:
        ModelError: The file cannot be used.
    """

    def __init__(self, quality_model_path: str | Path | None = None, *, threads: int | None = None) -> None:
        path = None if quality_model_path is None else Path(quality_model_path)
        if path is not None and path.suffix in CHECKPOINT_SUFFIXES:
            path = exported(path)
        self._scorer = Scorer(path, threads)

    @property
    def model(self) -> ModelInfo:
        """Name, version and kinds of the model that scores."""
        return self._scorer.model

    def estimate_image_quality(self, image: NDArray[Any]) -> float:
        """Return the quality of one image, 0..1, 1 best.

        Args:
            image: uint8, H x W x 3 BGR or H x W grey, each side at least 32.

        Raises:
            ImageError: It is no such image.
        """
        return self.assess(image).quality

    def assess(self, image: NDArray[Any]) -> Assessment:
        """Return quality, distortion, probabilities, severity and embedding of one image.

        Args:
            image: uint8, H x W x 3 BGR or H x W grey, each side at least 32.

        Raises:
            ImageError: It is no such image.
        """
        return self._scorer.assess(image)

    def get_color(self, score: float) -> tuple[int, int, int]:
        """Return a colour for a score, as BGR of 0..255: red at 0, green at 1; scores beyond are cut off."""
        return quality_color(score)


@dataclass(slots=True)
class _Session:
    mean: SlidingMean
    latest: float | None = None


class OnlineFLIQE(FLIQE):
    """Scores sequences of images, each smoothed over its last images. It may be used from several threads.

    Args:
        quality_model_path: As for `FLIQE`.
        smoothing_window_size: Images that a smoothed score is the mean of, from 1; 300 by default.
        smoothing_window: The same under the name that the ancestor's code had.
        threads: As for `FLIQE`.

    Raises:
        ModelError: The file cannot be used.
        ValueError: The window is below 1, or is given twice and differently.
    """

    def __init__(
        self,
        quality_model_path: str | Path | None = None,
        smoothing_window_size: int | None = None,
        *,
        smoothing_window: int | None = None,
        threads: int | None = None,
    ) -> None:
        sizes = {size for size in (smoothing_window_size, smoothing_window) if size is not None} or {300}
        if len(sizes) > 1:
            message = (
                f"smoothing_window_size={smoothing_window_size!r} and smoothing_window={smoothing_window!r} differ"
            )
            raise ValueError(message)
        self.smoothing_window = sizes.pop()
        SlidingMean(self.smoothing_window)  # refuses a window that cannot be, before the model is loaded
        super().__init__(quality_model_path, threads=threads)
        self._sessions: dict[str, _Session] = {}
        self._lock = threading.Lock()

    def create_session(self, session_id: str) -> None:
        """Begin a sequence; one of that name that is there already begins anew."""
        with self._lock:
            self._sessions[session_id] = _Session(SlidingMean(self.smoothing_window))

    def estimate_smoothed_quality(self, image: NDArray[Any], session_id: str) -> float:
        """Score the next image of a sequence and return the smoothed quality, 0..1.

        Args:
            image: uint8, H x W x 3 BGR or H x W grey, each side at least 32.
            session_id: A sequence that `create_session` began.

        Raises:
            SessionError: There is no such sequence.
            ImageError: It is no such image; the sequence stays as it was.
        """
        self._session(session_id)
        quality = self.estimate_image_quality(image)
        with self._lock:
            session = self._session(session_id)
            session.latest = quality
            return session.mean.push(quality)

    def get_smoothed_quality(self, session_id: str) -> float | None:
        """Return the mean over the last images of a sequence; None before its first image.

        Raises:
            SessionError: There is no such sequence.
        """
        return self._session(session_id).mean.mean

    def get_raw_quality(self, session_id: str) -> float | None:
        """Return the quality of a sequence's last image; None before its first image.

        Raises:
            SessionError: There is no such sequence.
        """
        return self._session(session_id).latest

    def remove_session(self, session_id: str) -> None:
        """End a sequence; it is no error if there is none of that name."""
        with self._lock:
            self._sessions.pop(session_id, None)

    def _session(self, session_id: str) -> _Session:
        try:
            return self._sessions[session_id]
        except KeyError:
            message = f"there is no session {session_id!r}: begin it by create_session({session_id!r})"
            raise SessionError(message) from None
