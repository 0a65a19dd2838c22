"""FLIR ADAS v2 as it is unpacked: folders such as `images_thermal_train`, each with `coco.json` beside `data/*.jpg`."""

from pathlib import Path
from typing import Final

from training.errors import DatasetError

_INDEXES: Final = ("coco.json", "index.json")
_PICTURES: Final = "data"


def step_into(folder: Path) -> Path:
    """Give the folder that holds the pictures: `data` of a folder of FLIR ADAS v2, else `folder` itself.

    Raises:
        DatasetError: `folder` is the whole of FLIR ADAS v2, visible pictures included.
    """
    if (folder / _PICTURES).is_dir():
        return folder / _PICTURES if any((folder / index).is_file() for index in _INDEXES) else folder
    parts = sorted({index.parent.name for name in _INDEXES for index in folder.glob(f"*/{name}")})
    if not parts:
        return folder
    wanted = [part for part in parts if "thermal" in part] or parts
    message = (
        f"expected one folder of pictures, got {str(folder)!r}, which looks like the whole of FLIR ADAS v2; "
        f"name the parts that you want: {' '.join(str(folder / part) for part in wanted)}"
    )
    raise DatasetError(message)
