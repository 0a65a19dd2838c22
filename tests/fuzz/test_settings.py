"""Settings and addresses that somebody wrote: settings, or one line that says what is wrong, and no password in it."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st

from control.settings import ServeSettings
from dataflow.settings import FlowSettings
from flir_iqa.errors import SettingsError
from plumbing.cameras import build_camera, cameras_from
from plumbing.document import read_document
from plumbing.kafka.settings import KafkaSettings, TopicSettings
from plumbing.redaction import redact
from plumbing.settings import load
from producers.settings import ProduceSettings
from producers.sources.address import credentials_of, with_credentials, without_credentials
from producers.sources.registry import make_source
from tests.fuzz.fuzzing import fuzz, hostile

SECTIONS: list[Any] = [KafkaSettings, TopicSettings, FlowSettings, ProduceSettings, ServeSettings]
ENVIRONMENT = {"PLANT_SECRET": "hunter2hunter2hunter2"}
PASSWORD = "cnry7Qx4"  # noqa: S105 - of these tests


def test_a_configuration_file_is_read_or_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "plant.toml"
    monkeypatch.setenv("PLANT_SECRET", ENVIRONMENT["PLANT_SECRET"])

    def read(content: bytes) -> None:
        path.write_bytes(content)
        try:
            document = read_document(str(path))
        except SettingsError as error:
            assert "\n" not in str(error)
            return
        takes: list[Callable[[], object]] = [
            partial(cameras_from, document),
            *(partial(load, kind, document, {}, {}) for kind in SECTIONS),
        ]
        for take in takes:
            try:
                assert take() is not None
            except SettingsError as error:
                assert ENVIRONMENT["PLANT_SECRET"] not in str(error)

    fuzz(read, hostile("settings"))


def test_an_address_is_a_camera_or_refused_without_its_password() -> None:
    def make(content: bytes) -> None:
        url = content.decode(errors="replace")
        try:
            camera = build_camera("gate", {"url": url}, "test")
            make_source("gate", camera, ProduceSettings())
        except SettingsError as error:
            assert len(str(error)) < 20_000
        without_credentials(url)

    fuzz(make, hostile("urls"))


def test_no_password_survives_in_what_is_shown_of_an_address() -> None:
    texts = st.text(
        st.characters(blacklist_categories=["Cs", "Zs", "Zl", "Zp", "Cc"], blacklist_characters="/"), max_size=20
    )

    def show(user: str, before: str, after: str, path: str) -> None:
        url = f"rtsp://{user.replace(':', '')}:{before}{PASSWORD}{after}@192.0.2.7/{path}"
        assert PASSWORD not in redact(url)
        assert PASSWORD not in redact(f"cannot open {url}: refused")
        assert PASSWORD not in without_credentials(url)
        assert PASSWORD in (credentials_of(url)[1] or "")
        assert credentials_of(with_credentials("rtsp://192.0.2.7/x", user, before))[1] == before

    fuzz(show, texts, texts, texts, texts)
