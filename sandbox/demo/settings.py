"""The settings document that the demo hands to the control plane."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

CAMERA_ID: Final = "default"
SMOOTHING_WINDOW: Final = 30
"""Three seconds of the film: the smoothed score follows its phases."""


def settings_document(bootstrap: str, port: int, state_folder: Path) -> Mapping[str, Any]:
    """Return the settings of the whole demo: few partitions, and each frame scored from the first on."""
    return {
        "kafka": {"bootstrap": bootstrap},
        "topics": {"partitions": 3},
        "flow": {"start": "earliest"},
        "serve": {"host": "127.0.0.1", "port": port, "state_folder": str(state_folder)},
    }
