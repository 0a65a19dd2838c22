"""Makes contact-sheet.jpg: one frame clean, and with each kind of distortion, scored by the shipped model.

python docs/pictures/contact_sheet.py
"""

import subprocess
import sys
import tempfile
from pathlib import Path

import cv2
import numpy as np

from flir_iqa.kinds import ANCESTOR_KINDS
from training.distortions import DISTORTIONS, Frame
from training.distortions.ancestor import distort_as_ancestor

HERE = Path(__file__).resolve().parent
FRAME = HERE.parent.parent / "samples" / "crossroads.jpg"
SEVERITY = 0.75


def main() -> None:
    """Write the frames into a folder, and have `flir-iqa score` make the sheet of it."""
    frame = np.asarray(cv2.imread(str(FRAME), cv2.IMREAD_GRAYSCALE), np.uint8)
    with tempfile.TemporaryDirectory() as folder:
        cv2.imwrite(f"{folder}/00 clean.png", frame)
        for number, kind in enumerate(DISTORTIONS, start=1):
            distorted = distort(frame, kind, np.random.default_rng(number))
            cv2.imwrite(f"{folder}/{number:02} {kind.replace('_', ' ')}.png", distorted)
        names = sorted(path.name for path in Path(folder).iterdir())
        score = Path(sys.executable).parent / "flir-iqa"
        command = [str(score), "score", *names, "--annotate", str(HERE / "contact-sheet.jpg")]
        subprocess.run(command, check=True, cwd=folder)  # noqa: S603 - our own command


def distort(frame: Frame, kind: str, rng: np.random.Generator) -> Frame:
    """Distort as the ancestor did where it knew the kind, else severely."""
    if kind in ANCESTOR_KINDS:
        return distort_as_ancestor(frame, kind, rng)
    return DISTORTIONS[kind].apply(frame, SEVERITY, rng)


if __name__ == "__main__":
    main()
