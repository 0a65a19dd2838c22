"""Bytes of a camera or of a stranger on the frame topic: a picture, or one refusal with its reason."""

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache

import cv2
import pytest
from hypothesis import strategies as st

from dataflow.ending import Ending
from dataflow.items import Fetched, Refused, Scored
from dataflow.scoring import FrameScorer
from flir_iqa.decoding import decode_frame
from flir_iqa.errors import DecodeError, FlirIqaError, RecordError
from flir_iqa.images import check_image
from flir_iqa.model_file import SHIPPED_MODEL
from flir_iqa.records import RejectedRecord
from flir_iqa.scorer import Scorer
from flir_iqa.scoring_cli.pictures import decode_picture
from plumbing.frames import FrameHeaders, Headers
from tests.fuzz.fuzzing import fuzz, hostile

MAX_PIXELS = 1_000_000
"""Of these tests: larger ones are legal, and slow."""
LARGEST_RECORD = 1_000_000
"""What the rejected topic takes."""

VALUES = (
    st.none()
    | st.binary(max_size=3000)
    | st.text(max_size=400).map(str.encode)
    | st.integers().map(str).map(str.encode)
)
HEADERS = st.lists(st.tuples(st.sampled_from(list(FrameHeaders.__dataclass_fields__)) | st.text(), VALUES), max_size=80)
KEYS = st.none() | st.binary(max_size=3000) | st.sampled_from([b"gate", b"a" * 128, b"\xff"])


@pytest.fixture(autouse=True)
def quiet_opencv() -> Iterator[None]:
    """Have OpenCV keep to itself what is wrong with a picture: there are thousands."""
    before = cv2.utils.logging.getLogLevel()
    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)
    yield
    cv2.utils.logging.setLogLevel(before)


@cache
def frame_scorer() -> FrameScorer:
    return FrameScorer(Scorer(SHIPPED_MODEL, threads=1), "frames", Ending(lambda: False))


def test_frames_decode_or_are_refused() -> None:
    def decode(data: bytes) -> None:
        try:
            picture = decode_frame(data, MAX_PIXELS)
        except DecodeError as error:
            assert error.reason
            assert 0 < len(str(error)) < 1000
        else:
            assert picture.dtype == "uint8"
            assert picture.size <= 3 * MAX_PIXELS

    fuzz(decode, hostile("jpeg"))


def test_other_pictures_are_read_or_refused() -> None:
    def read(data: bytes) -> None:
        try:
            check_image(decode_picture(data), MAX_PIXELS)
        except FlirIqaError as error:
            assert 0 < len(str(error)) < 1000

    fuzz(read, hostile("pictures") | hostile("jpeg"))


def test_headers_are_read_or_refused() -> None:
    def read(headers: Headers) -> None:
        try:
            found = FrameHeaders.decode(headers)
        except RecordError as error:
            assert 0 < len(str(error)) < 1000
        else:
            assert FrameHeaders.decode(found.encode()).seq == found.seq

    fuzz(read, HEADERS)


def test_each_message_is_scored_or_becomes_one_record_that_its_topic_takes() -> None:
    def score(key: bytes | None, value: bytes, headers: Headers) -> None:
        item = Fetched(0, 7, key, value, headers, datetime(2026, 1, 31, tzinfo=UTC))
        outcome = frame_scorer()(item)
        if isinstance(outcome, Refused):
            record = outcome.record.to_json()
            assert len(record) < LARGEST_RECORD
            assert RejectedRecord.from_json(record) == outcome.record
        else:
            assert isinstance(outcome, Scored)
            assert 0 <= outcome.quality <= 1

    fuzz(score, KEYS, hostile("jpeg"), HEADERS)
