"""Files that hold secrets are for their owner alone."""

import os
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from operate.doctor.errors import NotCheckedError
from operate.doctor.finding import Finding
from operate.doctor.setup import THE_FILE, Setup
from plumbing.kafka.settings import KafkaSettings
from plumbing.redaction import passwords_in
from plumbing.settings import ENV_PREFIX

_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO
_REFERENCE: Final = "file:"


def check_secret_files(setup: Setup) -> Iterator[Finding]:
    """Look at each file that the configuration refers to as a secret, at our private key, and at passwords in URLs."""
    if THE_FILE in setup.problems:
        message = f"{THE_FILE} cannot be read"
        raise NotCheckedError(message)
    paths = {Path(text.removeprefix(_REFERENCE)) for text in _references(setup)}
    kafka = setup.sections.get(KafkaSettings)
    if isinstance(kafka, KafkaSettings) and kafka.ssl_key is not None:
        paths.add(kafka.ssl_key)
    if setup.document.origin != "defaults" and any(passwords_in(camera.url) for camera in setup.cameras.values()):
        yield from _password_in_url(Path(setup.document.origin))
    for path in sorted(paths):
        yield look(path)
    if not paths:
        yield Finding.ok("secrets", "no file with a secret is configured")


def look(path: Path) -> Finding:
    """Judge the rights on one file."""
    try:
        mode = path.stat().st_mode
    except OSError as error:
        return Finding.failure(repr(str(path)), f"cannot be looked at: {error.strerror}", "is the path right?")
    rights = f"mode {stat.S_IMODE(mode):04o}"
    if mode & stat.S_IWOTH:
        return Finding.failure(repr(str(path)), f"{rights}: anybody may change it", f"chmod 600 {path}")
    if mode & _OTHERS:
        return Finding.warning(repr(str(path)), f"{rights}: others may read or change it", f"chmod 600 {path}")
    return Finding.ok(repr(str(path)), f"{rights}, for its owner alone")


def _password_in_url(path: Path) -> Iterator[Finding]:
    remedy = 'give username and password = "file:PATH" beside the url'
    finding = look(path)
    if finding.state != "ok":
        yield Finding.warning(finding.subject, f"holds passwords in URLs; {finding.text}", remedy)


def _references(setup: Setup) -> Iterator[str]:
    environment = {name: text for name, text in os.environ.items() if name.startswith(ENV_PREFIX)}
    yield from _in(setup.document.tables)
    yield from _in(environment)
    yield from _in(setup.given)


def _in(value: Any) -> Iterator[str]:
    if isinstance(value, str) and value.startswith(_REFERENCE):
        yield value
    elif isinstance(value, Mapping):
        for content in value.values():
            yield from _in(content)
