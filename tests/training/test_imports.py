"""What a machine without torch can still import."""

import subprocess
import sys


def test_distortions_and_camera_variation_do_not_import_torch() -> None:
    code = "import sys, training.distortions, training.camera_variation; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=60).returncode == 0
