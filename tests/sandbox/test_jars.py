"""Kafka's jars: only the locked files are ever used, whatever the cache or the repository holds."""

import re
from hashlib import sha256
from pathlib import Path

import pytest

from sandbox.cache import cache_dir
from sandbox.errors import SandboxError
from sandbox.jars import LOCK, Jar, fetch_jars, read_lock

SMALL = next(jar for jar in read_lock() if jar.artifact == "jspecify")


def test_the_lock_names_kafka_and_one_version_of_each_jar() -> None:
    jars = read_lock()
    assert ("org.apache.kafka", "kafka_2.13", "4.4.0") in {(jar.group, jar.artifact, jar.version) for jar in jars}
    assert len({(jar.group, jar.artifact) for jar in jars}) == len(jars)
    assert len({jar.file_name for jar in jars}) == len(jars)


def test_the_lock_holds_names_versions_and_hashes_and_no_address() -> None:
    lines = LOCK.read_text().splitlines()
    assert lines[0].startswith("# ")
    assert all(re.fullmatch(r"[\w.-]+:[\w.-]+:[\w.-]+ [0-9a-f]{64}", line) for line in lines[1:])


@pytest.mark.integration
def test_a_jar_is_fetched_once_and_then_found(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    (path,) = fetch_jars(tmp_path / "cache", [SMALL], lambda done, total: seen.append((done, total)))
    assert sha256(path.read_bytes()).hexdigest() == SMALL.sha256
    assert fetch_jars(tmp_path / "cache", [SMALL], lambda done, total: seen.append((done, total))) == [path]
    assert seen == [(1, 1)]


@pytest.mark.integration
def test_a_broken_jar_in_the_cache_is_fetched_anew(tmp_path: Path) -> None:
    (tmp_path / SMALL.file_name).write_bytes(b"half a jar")
    (path,) = fetch_jars(tmp_path, [SMALL])
    assert sha256(path.read_bytes()).hexdigest() == SMALL.sha256


@pytest.mark.integration
def test_a_jar_that_is_not_the_locked_one_is_refused_and_not_kept(tmp_path: Path) -> None:
    other = Jar(SMALL.group, SMALL.artifact, SMALL.version, "0" * 64)
    with pytest.raises(SandboxError, match=r"expected org.jspecify:jspecify:1.0.0 with SHA-256 0000"):
        fetch_jars(tmp_path, [other])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.integration
def test_a_jar_that_cannot_be_had_is_an_error_with_the_remedy_and_others_are_kept(tmp_path: Path) -> None:
    missing = Jar("org.jspecify", "jspecify", "0.0.0-none", "0" * 64)
    with pytest.raises(SandboxError, match=r"cannot fetch org.jspecify:jspecify:0.0.0-none.*try again"):
        fetch_jars(tmp_path, [SMALL, missing])
    assert [path.name for path in tmp_path.iterdir()] == [SMALL.file_name]


def test_a_cache_that_holds_all_may_be_read_only(tmp_path: Path) -> None:
    (tmp_path / "a-1.jar").write_bytes(b"jar")
    tmp_path.chmod(0o500)
    jar = Jar("g", "a", "1", sha256(b"jar").hexdigest())
    assert fetch_jars(tmp_path, [jar]) == [tmp_path / "a-1.jar"]
    tmp_path.chmod(0o700)


def test_the_cache_is_where_the_environment_says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.delenv("FLIR_IQA_CACHE_DIR", raising=False)
    assert cache_dir() == tmp_path / "flir-iqa"
    monkeypatch.setenv("FLIR_IQA_CACHE_DIR", str(tmp_path / "elsewhere"))
    assert cache_dir() == tmp_path / "elsewhere"
