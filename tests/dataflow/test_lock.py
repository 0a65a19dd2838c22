"""Two flows on a host never write the same partition."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from dataflow.lock import HostLock, LockError
from dataflow.shards import Shard

N_PARTITIONS = 6
HOLDER = """
import sys, time
from dataflow.lock import HostLock
with HostLock("cluster", "results", [1]):
    print("held", flush=True)
    time.sleep(600)
"""


@pytest.fixture(autouse=True)
def runtime_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    return tmp_path


def lock(shard: str, cluster: str = "cluster", results: str = "results") -> HostLock:
    return HostLock(cluster, results, Shard.parse(shard).partitions(N_PARTITIONS))


@pytest.mark.parametrize(("held", "wanted"), [("0/1", "0/1"), ("1/2", "1/2"), ("0/1", "1/2"), ("1/2", "1/3")])
def test_shards_that_share_a_partition_are_refused(held: str, wanted: str) -> None:
    with lock(held), pytest.raises(LockError, match=f"process id {os.getpid()} writes to 'results' .*--shard 0/2"):
        lock(wanted).__enter__()


@pytest.mark.parametrize(("held", "wanted"), [("0/2", "1/2"), ("2/3", "0/3"), ("0/2", "1/4")])
def test_shards_that_share_none_stand_side_by_side(held: str, wanted: str) -> None:
    with lock(held), lock(wanted):
        pass


def test_another_cluster_or_result_topic_is_another_matter() -> None:
    with lock("0/1"), lock("0/1", cluster="other"), lock("0/1", results="other"):
        pass


def test_who_was_refused_holds_nothing() -> None:
    with lock("1/2"):
        with pytest.raises(LockError):
            lock("0/1").__enter__()
        with lock("0/2"):
            pass


def test_a_lock_ends_with_its_block() -> None:
    for _ in range(2):
        with lock("0/1"):
            pass


def test_the_file_is_for_its_owner_alone(runtime_folder: Path) -> None:
    with lock("0/1"):
        (path,) = runtime_folder.iterdir()
        assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("plant", ["symlink_to", "hardlink_to"])
def test_what_others_put_in_our_place_is_not_written_to(runtime_folder: Path, plant: str) -> None:
    with lock("0/1"):
        (path,) = runtime_folder.iterdir()
    path.unlink()
    valued = runtime_folder / "valued"
    valued.write_text("as it was")
    getattr(path, plant)(valued)
    with pytest.raises(LockError, match="lock file"):
        lock("0/1").__enter__()
    assert valued.read_text() == "as it was"


@pytest.mark.integration
def test_another_process_is_named_and_its_death_frees_the_lock() -> None:
    with subprocess.Popen([sys.executable, "-c", HOLDER], stdout=subprocess.PIPE) as holder:
        try:
            assert holder.stdout is not None
            assert holder.stdout.readline() == b"held\n"
            with pytest.raises(LockError, match=f"process id {holder.pid} writes to"):
                lock("1/2").__enter__()
        finally:
            holder.kill()
    with lock("1/2"):
        pass
