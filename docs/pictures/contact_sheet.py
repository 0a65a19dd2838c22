"""Makes contact-sheet.jpg: one frame clean, and with each of the ancestor's distortions, scored by the shipped model.

python docs/pictures/contact_sheet.py
"""

import subprocess
import sys
import tempfile
from pathlib import Path

import cv2
import numpy as np

from flir_iqa.kinds import ANCESTOR_KINDS
from training.distortions.ancestor import distort_as_ancestor

HERE = Path(__file__).resolve().parent
FRAME = HERE.parent.parent / "samples" / "crossroads.jpg"


def main() -> None:
    """Write the frames into a folder, and have `flir-iqa score` make the sheet of it."""
    frame = np.asarray(cv2.imread(str(FRAME), cv2.IMREAD_GRAYSCALE), np.uint8)
    with tempfile.TemporaryDirectory() as folder:
        cv2.imwrite(f"{folder}/0 clean.png", frame)
        for number, kind in enumerate(ANCESTOR_KINDS, start=1):
            distorted = distort_as_ancestor(frame, kind, np.random.default_rng(number))
            cv2.imwrite(f"{folder}/{number} {kind.replace('_', ' ')}.png", distorted)
        names = sorted(path.name for path in Path(folder).iterdir())
        score = Path(sys.executable).parent / "flir-iqa"
        command = [str(score), "score", *names, "--annotate", str(HERE / "contact-sheet.jpg")]
        subprocess.run(command, check=True, cwd=folder)  # noqa: S603 - our own command


if __name__ == "__main__":
    main()
