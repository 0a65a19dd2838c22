"""The fixtures that come with the package, in a folder of a user's own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import flir_iqa

pytestmark = pytest.mark.integration

ROOT = Path(__file__).resolve().parents[2]
RECORDING = ROOT / "samples" / "golden" / "samples.mcap"
RUN_S = 280

N_FRAMES = 24
"""In the recording; two of them are damaged on purpose."""

THREE_LINES = f"""
def test_a_consumer_of_results(replayed_topic, results_of):
    topic = replayed_topic({str(RECORDING)!r})
    results = results_of(topic)
    assert (len(results), results.n_rejected) == ({N_FRAMES - 2}, 2)
    assert all(record.replay_id for record in results)
    assert list(results_of(topic, n=10)) == list(results[:10])

def test_a_consumer_of_frames(kafka_broker, replayed_topic):
    from confluent_kafka import Consumer
    address = kafka_broker.bootstrap
    consumer = Consumer({{"bootstrap.servers": address, "group.id": "mine", "auto.offset.reset": "earliest"}})
    consumer.subscribe([replayed_topic({str(RECORDING)!r}, "--camera", "harbour", "--rename", "harbour=gate")])
    assert consumer.consume(1, timeout=60)[0].key() == b"gate"
    consumer.close()

def test_no_such_recording(replayed_topic):
    replayed_topic("nowhere.mcap")

def test_no_frames(results_of):
    results_of("nothing-here")

def test_a_camera(rtsp_camera):
    assert rtsp_camera.url.startswith("rtsp://127.0.0.1:")
"""


def run_pytest(folder: Path, source: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run pytest as a user would, on one file in a folder of its own."""
    (folder / "test_mine.py").write_text(source)
    return subprocess.run(
        [sys.executable, *arguments, "-m", "pytest", "-q", "-W", "error", "-p", "no:cacheprovider", "--rootdir", "."],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=RUN_S,
        check=False,
    )


def test_a_users_consumer_is_tested_against_recorded_frames(tmp_path: Path) -> None:
    outcome = run_pytest(tmp_path, THREE_LINES)
    assert "3 passed" in outcome.stdout, outcome.stdout
    assert "2 failed" in outcome.stdout, outcome.stdout
    assert "there is no file 'nowhere.mcap'" in outcome.stdout
    assert "'nothing-here' holds no frames to score" in outcome.stdout


def test_with_the_library_alone_a_fixture_says_what_to_install(tmp_path: Path) -> None:
    site = tmp_path / "site"
    information = site / "flir_iqa-0.0.dist-info"
    information.mkdir(parents=True)
    (site / "flir_iqa").symlink_to(Path(flir_iqa.__file__).parent)
    (information / "METADATA").write_text("Metadata-Version: 2.1\nName: flir-iqa\nVersion: 0.0\n")
    (information / "entry_points.txt").write_text("[pytest11]\nflir-iqa = flir_iqa.pytest_plugin\n")
    packages = Path(pytest.__file__).parents[1]  # the packages without what their .pth files add: no checkout
    source = "def test_mine(kafka_broker): pass\ndef test_other(): pass\n"
    outcome = run_pytest(tmp_path, source, "-S", PYTHONPATH=f"{site}:{packages}")
    assert "1 passed, 1 error" in outcome.stdout, outcome.stdout + outcome.stderr
    assert "'kafka_broker' belongs to the application" in outcome.stdout
    assert "pip install -e" in outcome.stdout
    assert "Traceback" not in outcome.stdout


def test_loading_it_imports_no_kafka_and_no_room(tmp_path: Path) -> None:
    source = (
        "import sys\n"
        "def test_mine():\n"
        "    assert 'flir_iqa.pytest_plugin' in sys.modules\n"
        "    assert not {'confluent_kafka', 'cv2', 'numpy', 'av', 'sandbox', 'click'} & set(sys.modules)\n"
    )
    outcome = run_pytest(tmp_path, source)
    assert "1 passed" in outcome.stdout, outcome.stdout + outcome.stderr
