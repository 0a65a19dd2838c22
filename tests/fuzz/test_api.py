"""Any body and any path over real HTTP: an answer or a problem, never a crash, and no password in it."""

import json
from collections.abc import Iterator

import httpx
import pytest
from hypothesis import strategies as st

from tests.control.serving import make_plane, served
from tests.fuzz.fuzzing import fuzz, hostile

PASSWORD = "hunter2"  # noqa: S105 - it stands in the corpus
TYPES = st.sampled_from(
    ["application/json", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""]
)
SOUND = {200, 307, 400, 401, 403, 404, 405, 409, 413, 422, 503}


@pytest.fixture(scope="module")
def client() -> Iterator[httpx.Client]:
    """A plane that starts nothing, since it does not supervise: what is asked for is checked all the same."""
    with served(make_plane(supervise=False)) as client:
        yield client


def check(answer: httpx.Response) -> None:
    assert answer.status_code in SOUND, answer.text
    if answer.status_code >= 400 and answer.headers["content-type"] == "application/problem+json":
        assert json.loads(answer.content)["status"] == answer.status_code


def test_bodies(client: httpx.Client) -> None:
    def post(body: bytes, kind: str, place: str) -> None:
        answer = client.post(place, content=body, headers={"Content-Type": kind})
        check(answer)
        assert PASSWORD not in answer.text

    fuzz(post, hostile("bodies"), TYPES, st.sampled_from(["/start", "/stop"]))


def test_paths_and_queries(client: httpx.Client) -> None:
    places = st.sampled_from(
        ["/v1/cameras/{}", "/v1/cameras/{}/quality?last={}", "/v1/results?after={}&last={}", "/page/{}"]
    )
    words = st.text(max_size=40).map(lambda text: httpx.QueryParams({"x": text}).get("x")) | st.integers().map(str)

    def get(place: str, word: str) -> None:
        raw = place.format(word, word).encode("utf-8", "surrogatepass")
        target = b"".join(bytes([b]) if 0x21 <= b < 0x7F and b not in b"#" else b"%%%02X" % b for b in raw)
        check(
            client.get(httpx.URL(scheme="http", host=client.base_url.host, port=client.base_url.port, raw_path=target))
        )

    fuzz(get, places, words)
