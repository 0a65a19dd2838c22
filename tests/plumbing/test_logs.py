"""What a process logs: words for people, JSON for machines, no secrets, no floods."""

import io
import json
import logging
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from plumbing.document import Document
from plumbing.log_event import LogEvent
from plumbing.log_events import CAMERA_LIVE, DEGRADED, all_events
from plumbing.log_limit import RepeatLimit
from plumbing.log_lines import HumanLines, JsonLines, read_line
from plumbing.log_settings import LogSettings
from plumbing.logs import for_child, set_up_logging
from plumbing.redaction import never_show
from plumbing.settings import load

log = logging.getLogger("tests.logs")


@pytest.fixture
def stderr(capsys: pytest.CaptureFixture[str]) -> Iterator[Callable[[], str]]:
    """What stands on standard error, which is no terminal, since the last look; logging is put back as it was."""
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    yield lambda: capsys.readouterr().err
    set_up_logging(LogSettings())
    root.handlers[:] = before
    root.setLevel(level)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def record_of(event: LogEvent, **fields: Any) -> logging.LogRecord:
    taken: list[logging.LogRecord] = []
    logger = logging.Logger("tests.logs", logging.DEBUG)
    handler = logging.Handler()
    handler.emit = taken.append  # type: ignore[assignment,method-assign]
    logger.addHandler(handler)
    event.log(logger, **fields)
    return taken[0]


def test_a_machine_gets_one_json_object_per_event_with_its_fields(stderr: Callable[[], str]) -> None:
    set_up_logging(LogSettings())
    CAMERA_LIVE.log(log, camera_id="gate", codec="h264", width=640, height=512)
    line = json.loads(stderr())
    assert line.pop("ts").endswith("Z")
    assert line == {
        "level": "info",
        "event": "camera_live",
        "logger": "tests.logs",
        "message": "camera gate is live: h264 640 x 512",
        "camera_id": "gate",
        "codec": "h264",
        "width": 640,
        "height": 512,
    }


def test_a_person_at_a_terminal_gets_words(monkeypatch: pytest.MonkeyPatch, stderr: Callable[[], str]) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    set_up_logging(LogSettings())
    DEGRADED.log(log, reason="no broker")
    assert terminal.getvalue().endswith(" WARNING tests.logs degraded: no broker\n")


def test_the_format_can_be_chosen_against_the_terminal(stderr: Callable[[], str]) -> None:
    set_up_logging(LogSettings(format="human"))
    DEGRADED.log(log, reason="no broker")
    assert "WARNING tests.logs degraded" in stderr()


def test_the_level_keeps_what_is_less_grave_out_also_when_logging_is_set_up_again(stderr: Callable[[], str]) -> None:
    set_up_logging(LogSettings(level="error"))
    set_up_logging()
    DEGRADED.log(log, reason="no broker")
    assert stderr() == ""


def test_a_line_of_a_library_is_an_event_too() -> None:
    record = logging.LogRecord("uvicorn.error", logging.WARNING, "f", 1, "odd: %s", ("x",), None)
    line = json.loads(JsonLines().format(record))
    assert (line["event"], line["logger"], line["message"]) == ("message", "uvicorn.error", "odd: x")


def test_secrets_are_masked_in_every_field_and_in_tracebacks() -> None:
    never_show('quo"ted-secret')
    try:
        raise ValueError('quo"ted-secret')  # noqa: EM101 - the text is the point
    except ValueError as error:
        record = record_of(DEGRADED, reason="rtsp://u:hunter2@h", more={"deep": ['quo"ted-secret']})
        record.exc_info = (ValueError, error, error.__traceback__)
    for text in (JsonLines().format(record), HumanLines().format(record)):
        assert "hunter2" not in text
        assert "ted-secret" not in text
    assert "ValueError" in json.loads(JsonLines().format(record))["exception"]


def test_text_of_others_neither_breaks_a_line_nor_moves_the_cursor() -> None:
    text = HumanLines().format(record_of(DEGRADED, reason="a\nFORGED \x1b[2J"))
    assert text.endswith("degraded: a\\x0aFORGED \\x1b[2J")


def test_fields_never_stand_for_the_keys_that_each_line_has() -> None:
    record = record_of(DEGRADED, reason="x", level="none", ts="never", odd=float("nan"))
    line = json.loads(JsonLines().format(record))
    assert (line["level"], line["odd"]) == ("warning", "nan")
    assert line["ts"] != "never"


def test_a_line_of_a_child_keeps_its_time_event_and_fields() -> None:
    record = record_of(CAMERA_LIVE, camera_id="gate", codec="h264", width=640, height=512)
    line = JsonLines().format(record)
    back = read_line(line, "child.producers")
    assert back is not None
    before, after = json.loads(line), json.loads(JsonLines().format(back))
    assert after == {**before, "logger": "child.producers", "source": "tests.logs"}


@pytest.mark.parametrize("line", ["", "words", "[]", "{}", '{"level": "loud"}', "[" * 100_000, '{"level": "info"}'])
def test_what_a_child_says_otherwise_is_no_event(line: str) -> None:
    assert read_line(line, "child.producers") is None


class Clock:
    now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


def test_what_repeats_itself_is_held_back_and_counted(stderr: Callable[[], str]) -> None:
    set_up_logging(LogSettings())
    clock = Clock()
    handler = logging.getLogger().handlers[0]
    handler.filters[:] = [RepeatLimit(lines=3, within_s=60, clock=clock)]
    for _ in range(1000):
        DEGRADED.log(log, reason="no broker")
    DEGRADED.log(log, reason="of another camera", camera_id="gate")
    assert len(stderr().splitlines()) == 4  # three, and the one of another camera
    clock.now_s = 61
    DEGRADED.log(log, reason="still none")
    told, latest = (json.loads(line) for line in stderr().splitlines())
    assert (told["event"], told["n_lines"], told["of"]) == ("lines_held_back", 997, "degraded")
    assert latest["reason"] == "still none"


def test_the_memory_of_what_repeats_itself_is_bounded(stderr: Callable[[], str]) -> None:
    limit = RepeatLimit()
    passed = [limit.filter(record_of(DEGRADED, reason="x", camera_id=f"c{n}")) for n in range(12_000)]
    assert 10_000 < sum(passed) < 10_100


def test_each_event_of_the_catalogue_has_a_name_of_its_own_and_words() -> None:
    events = all_events()
    assert len({event.name for event in events}) == len(events) > 20
    assert all(event.text and event.meaning.endswith(".") and event.name.isidentifier() for event in events)


def test_level_and_format_come_from_flags_environment_and_file() -> None:
    file = Document("x.toml", {"log": {"format": "json", "level": "ERROR"}})
    assert load(LogSettings, file, {}, {}) == LogSettings(format="json", level="error")
    assert load(LogSettings, file, {"level": "debug"}, {"FLIR_IQA_LOG_FORMAT": "human"}) == LogSettings(
        format="human", level="debug"
    )


def test_a_child_logs_json_as_grave_as_its_parent(stderr: Callable[[], str]) -> None:
    set_up_logging(LogSettings(level="debug"))
    assert for_child() == {"format": "json", "level": "debug"}
