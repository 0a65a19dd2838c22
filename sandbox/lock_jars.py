"""Renews `jars.lock`: `python -m sandbox.lock_jars`, after a change of `KAFKA`."""

import hashlib
import tempfile
from pathlib import Path
from typing import Final

import jgo
from jgo.maven import MavenContext

from sandbox.jars import LOCK

KAFKA: Final = "org.apache.kafka:kafka_2.13:4.4.0+org.slf4j:slf4j-simple:1.7.36"


def lock_lines() -> list[str]:
    """Resolve Kafka and all that it needs at run time, and return the lines of the lock file."""
    lines = [f"# {KAFKA} and what they need; renewed by python -m sandbox.lock_jars"]
    with tempfile.TemporaryDirectory() as folder:
        context = MavenContext(repo_cache=Path(folder))
        for artifact in jgo.resolve(KAFKA):
            component = context.project(artifact.groupId, artifact.artifactId).at_version(artifact.version)
            digest = hashlib.sha256(component.artifact().resolve().read_bytes()).hexdigest()
            lines.append(f"{artifact.groupId}:{artifact.artifactId}:{artifact.version} {digest}")
    return lines


if __name__ == "__main__":
    LOCK.write_text("\n".join(lock_lines()) + "\n", encoding="utf-8")
