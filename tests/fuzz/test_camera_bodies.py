"""Any description of a camera, alone and many at once: kept or refused, never a crash, and no password in an answer."""

from collections.abc import Iterator

import httpx
import pytest
from hypothesis import strategies as st

from tests.control.serving import make_plane, served
from tests.fuzz.fuzzing import fuzz, hostile
from tests.fuzz.test_api import PASSWORD, check

IDS = st.sampled_from(["gate", "yard", "-x", "a" * 128, "%00"])
KINDS = st.sampled_from(["text/csv", "application/toml", "text/csv; charset=utf-16"])


@pytest.fixture(scope="module")
def client() -> Iterator[httpx.Client]:
    """A plane without a broker: what is kept is never started."""
    with served(make_plane()) as client:
        yield client


def sound(answer: httpx.Response) -> None:
    if answer.status_code not in (201, 204, 202, 415):
        check(answer)
    if answer.is_error:  # what was kept shows its address, which may be made of anything
        assert PASSWORD not in answer.text


def test_descriptions(client: httpx.Client) -> None:
    def describe(body: bytes, camera_id: str) -> None:
        for method in ("PUT", "PATCH"):
            headers = {"Content-Type": "application/json"}
            sound(client.request(method, f"/v1/cameras/{camera_id}", content=body, headers=headers))

    fuzz(describe, hostile("cameras"), IDS)
    sound(client.get("/v1/cameras"))


def test_imports(client: httpx.Client) -> None:
    def take(body: bytes, kind: str) -> None:
        sound(client.post("/v1/cameras/import", content=body, headers={"Content-Type": kind}))

    fuzz(take, hostile("cameras"), KINDS)
    sound(client.get("/v1/cameras"))
