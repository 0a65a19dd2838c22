"""Python and the packages that a difference of versions breaks."""

import platform
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires, version
from typing import Final

import confluent_kafka

from flir_iqa.version import __version__
from operate.doctor.finding import Finding
from operate.doctor.setup import Setup

PYTHONS: Final = ((3, 11), (3, 12))
PACKAGES: Final = ("bytewax", "onnxruntime", "confluent-kafka", "av", "numpy", "opencv-python-headless", "fastapi")


def check_versions(_: Setup) -> Iterator[Finding]:
    """Name what runs here, and what is missing."""
    yield Finding.ok("flir-iqa", __version__)
    yield judge_python(sys.version_info[:2], platform.python_version())
    for package in PACKAGES:
        yield judge_package(package)
    yield Finding.ok("librdkafka", confluent_kafka.libversion()[0])


def judge_python(minor: tuple[int, int], shown: str) -> Finding:
    """Judge the interpreter."""
    if minor in PYTHONS:
        return Finding.ok("Python", shown)
    remedy = "make setup with Python 3.11 or 3.12 (Bytewax has no wheels for others)"
    return Finding.failure("Python", f"{shown} is not supported", remedy)


def judge_package(package: str) -> Finding:
    """Set a package's version against what we ask for."""
    try:
        found = version(package)
    except PackageNotFoundError:
        return Finding.failure(package, "is not installed", "make setup")
    asked = {line.split(";")[0].strip() for line in requires("flir-iqa") or [] if line.startswith(package)}
    exact = next((line.partition("==")[2] for line in asked if line.startswith(f"{package}==")), found)
    if exact != found:
        return Finding.warning(package, f"{found}, tested with {exact}", "make setup")
    return Finding.ok(package, found)
