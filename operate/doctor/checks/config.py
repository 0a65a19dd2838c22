"""The configuration parses, section by section."""

from collections.abc import Iterator

from operate.doctor.finding import Finding
from operate.doctor.setup import THE_FILE, Setup


def check_config(setup: Setup) -> Iterator[Finding]:
    """Say what of the configuration can be used, and what cannot, with the reason."""
    for subject, reason in setup.problems.items():
        yield Finding.failure(subject, reason, "correct it: flir-iqa serve --help lists settings with their defaults")
    if THE_FILE not in setup.problems:
        n_cameras = len(setup.cameras)
        read = "no file, defaults" if setup.document.origin == "defaults" else repr(setup.document.origin)
        text = f"{read}; {len(setup.sections)} sections and {n_cameras} camera{'s' * (n_cameras != 1)} can be used"
        yield Finding.ok("configuration", text)
