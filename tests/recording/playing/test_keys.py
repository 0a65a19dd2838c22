"""Keys from a terminal."""

import os
import pty
import termios

from recording.playing.keys import Key, keyboard, parse_keys


def test_what_a_terminal_sends_becomes_keys() -> None:
    sent = b" \x1b[C\x1b[A\x1b[B\x1bOD" + b"xyz" + b"q"
    assert parse_keys(sent) == [Key.PAUSE, Key.STEP, Key.FASTER, Key.SLOWER, Key.BACK, Key.QUIT]


def test_half_a_sequence_means_nothing() -> None:
    assert parse_keys(b"\x1b") == parse_keys(b"\x1b[") == parse_keys(b"\xff\x00") == []


def test_a_file_has_no_keys() -> None:
    with open(os.devnull, encoding="utf-8") as stream, keyboard(stream) as keys:
        assert keys is None


def test_a_terminal_of_another_group_is_left_as_it_is() -> None:
    master, slave = pty.openpty()
    with os.fdopen(slave, "r", encoding="utf-8") as stream:
        before = termios.tcgetattr(slave)
        with keyboard(stream) as keys:
            assert keys is None
        assert termios.tcgetattr(slave) == before
    os.close(master)
