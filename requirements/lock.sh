#!/usr/bin/env bash
# Renews the lock files from pyproject.toml: names, versions and hashes, for Python 3.11 and 3.12. Needs `uv` on the PATH.
set -euo pipefail
cd "$(dirname "$0")/.."
compile() { uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --quiet "$@"; }
compile --extra app -o requirements/app.lock
compile --all-extras -c requirements/app.lock -o requirements/dev.lock
