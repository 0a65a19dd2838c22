"""A golden check as a JUnit file, one test case for each camera, for whatever shows the results of tests."""

from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET

from dataflow.golden.check import CameraCheck, GoldenCheck
from dataflow.golden.golden import GoldenError

_FRAMES_LISTED: Final = 50


def write_junit(path: Path, check: GoldenCheck, name: str) -> None:
    """Write the file.

    Args:
        path: Where to.
        check: What came of it.
        name: Of the recording.

    Raises:
        GoldenError: It cannot be written.
    """
    failures = sum(bool(camera.moved) for camera in check.cameras)
    counts = {"tests": str(len(check.cameras)), "failures": str(failures), "errors": "0", "skipped": "0"}
    suites = ET.Element("testsuites", counts)
    suite = ET.SubElement(suites, "testsuite", {"name": f"golden {_plain(name)}", **counts, "time": "0"})
    properties = ET.SubElement(suite, "properties")
    for key, text in _properties(check).items():
        ET.SubElement(properties, "property", {"name": key, "value": _plain(text)})
    for camera in check.cameras:
        _add_case(suite, camera, _plain(name))
    ET.indent(suites)
    try:
        ET.ElementTree(suites).write(path, encoding="utf-8", xml_declaration=True)
    except OSError as error:
        message = f"cannot write the JUnit file {str(path)!r}: {error.strerror}"
        raise GoldenError(message) from error


def _properties(check: GoldenCheck) -> dict[str, str]:
    return {
        "expected_model": check.expected.model.label,
        "checked_model": check.got.model.label,
        "tolerance": f"{check.tolerance:g}",
        "same_frames": str(check.same_frames).lower(),
    }


def _add_case(suite: ET.Element, camera: CameraCheck, name: str) -> None:
    case = ET.SubElement(suite, "testcase", {"classname": name, "name": _plain(camera.camera_id), "time": "0"})
    if not camera.moved:
        return
    message = f"{len(camera.moved)} of {camera.n_frames} frames moved, the worst by {camera.worst:.4f}"
    failure = ET.SubElement(case, "failure", {"type": "moved", "message": message})
    lines = [f"{each.frame_id}  {each.timestamp}  by {each.by:.4f}: {each.what}" for each in camera.moved]
    more = len(lines) - _FRAMES_LISTED
    failure.text = _plain("\n".join([*lines[:_FRAMES_LISTED], *([f"and {more} more"] if more > 0 else [])]))


def _plain(text: str) -> str:
    """Replace what XML 1.0 cannot hold; names of files and topics may be anything."""
    return "".join(character if character.isprintable() or character == "\n" else "?" for character in text)
