"""Frames that stay encoded until they are looked at: a fourth of the memory, or less, for sets of many thousands."""

from collections.abc import Callable, Sequence
from typing import overload

from training.datasets.picture import decode_picture
from training.distortions.base import Frame


class EncodedFrames(Sequence[Frame]):
    """A sequence of frames that decodes one at each access; it pickles as the encoded bytes.

    Args:
        pictures: Whole picture files, each known to decode.
        n_pixels: Pixels of all of them together.
        convert: What to do with each frame after decoding; a function of a module, so that it can be pickled.
    """

    def __init__(
        self, pictures: Sequence[bytes], n_pixels: int, convert: Callable[[Frame], Frame] | None = None
    ) -> None:
        self._pictures = tuple(pictures)
        self._convert = convert
        self.n_pixels = n_pixels

    def __len__(self) -> int:
        return len(self._pictures)

    @overload
    def __getitem__(self, index: int) -> Frame: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Frame, ...]: ...
    def __getitem__(self, index: int | slice) -> Frame | tuple[Frame, ...]:
        if isinstance(index, slice):
            return tuple(self._decode(data) for data in self._pictures[index])
        return self._decode(self._pictures[index])

    def converted(self, convert: Callable[[Frame], Frame]) -> "EncodedFrames":
        """Give the same pictures, each passed through `convert` (and nothing else) after decoding."""
        return EncodedFrames(self._pictures, self.n_pixels, convert)

    def _decode(self, data: bytes) -> Frame:
        frame = decode_picture(data)
        return frame if self._convert is None else self._convert(frame)
