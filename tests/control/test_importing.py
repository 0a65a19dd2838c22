"""Many cameras at once: CSV and TOML, good rows and bad."""

import time
from collections.abc import Iterator

import httpx
import pytest

from control.import_rows import rows_of_csv, rows_of_toml
from flir_iqa.errors import SettingsError
from plumbing.cameras import CameraSettings
from tests.control.serving import make_plane, served
from tests.control.test_access import assert_problem

CSV = {"Content-Type": "text/csv; charset=utf-8"}
TOML = {"Content-Type": "application/toml"}
N_CAMERAS = 10_000


@pytest.fixture(scope="module")
def client() -> Iterator[httpx.Client]:
    with served(make_plane(cameras={"kiln": CameraSettings(url="rtsp://192.0.2.8/")})) as client:
        yield client


def test_good_rows_are_kept_and_each_bad_one_says_why(client: httpx.Client) -> None:
    text = (
        "\ufeffid,url,fps,password,loop,wanted\r\n"
        "gate,rtsp://u:hunter22@192.0.2.7/a,all,swordfish,,paused\r\n"
        'yard,"film, with a comma.mp4",2.5,,yes,paused\r\n'
        "\r\n"
        "bad id,rtsp://192.0.2.9/,,,,\r\n"
        "gate,rtsp://192.0.2.9/,,,,\r\n"
        "kiln,rtsp://192.0.2.9/,,,,\r\n"
        "nourl,,,,,\r\n"
        "often,rtsp://192.0.2.9/,many,,,\r\n"
        "loops,rtsp://192.0.2.9/,,,perhaps,\r\n"
        "maybe,rtsp://192.0.2.9/,,,,maybe\r\n"
        "short,rtsp://192.0.2.9/\r\n"
    )
    answer = client.post("/v1/cameras/import", content=text.encode(), headers=CSV)
    assert answer.status_code == 200
    told = answer.json()
    assert (told["created"], told["replaced"], told["unchanged"], told["refused"]) == (2, 0, 0, 8)
    assert [row["result"] for row in told["rows"]] == ["created"] * 2 + ["refused"] * 8
    reasons = [row["error"] for row in told["rows"][2:]]
    for reason, expected in zip(
        reasons,
        ("camera id", "earlier row", "read-only", "url", "expected a number", "true or false", "paused", "6 cells"),
        strict=True,
    ):
        assert expected in reason
    assert "hunter22" not in answer.text
    again = client.post("/v1/cameras/import", content=text.encode(), headers=CSV).json()
    assert (again["created"], again["unchanged"]) == (0, 2)
    yard = client.get("/v1/cameras/yard").json()
    assert (yard["settings"]["url"], yard["settings"]["fps"], yard["settings"]["loop"]) == (
        "film, with a comma.mp4",
        2.5,
        True,
    )


def test_toml_is_taken_as_the_configuration_file_has_it(client: httpx.Client) -> None:
    text = '[cameras.north]\nurl = "rtsp://192.0.2.7/"\nfps = "all"\nwanted = "paused"\n[cameras.south]\nfps = 3\n'
    told = client.post("/v1/cameras/import", content=text, headers=TOML).json()
    assert [(row["id"], row["result"]) for row in told["rows"]] == [("north", "created"), ("south", "refused")]
    assert "url" in told["rows"][1]["error"]
    assert client.get("/v1/cameras/north").json()["settings"]["fps"] == "all"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "columns id and url"),
        ("id\ngate\n", "columns id and url"),
        ("id,url,colour\n", "got 'colour'"),
        ("id,url,url\n", "each once"),
        ("id,url\n", "got none"),
        ('id,url\ngate,"open\n', "not valid CSV"),
        ("id,url\ngate," + "x" * 200_000, "not valid CSV"),
        ("id,url\n" + "gate,x\n" * 20_001, "got more"),
    ],
)
def test_csv_that_is_none_is_refused_as_a_whole(text: str, told: str) -> None:
    with pytest.raises(SettingsError, match=told):
        rows_of_csv(text)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[cameras", "not valid TOML"),
        ("a = " + "[" * 5000, "not valid TOML"),
        ("", r"expected tables \[cameras.<id>\]"),
        ("cameras = 5", r"expected tables \[cameras.<id>\]"),
        ("[serve]\nport = 1\n[cameras.a]\nurl = 'x'", "and nothing else"),
        ("[cameras]", "got none"),
    ],
)
def test_toml_that_is_none_is_refused_as_a_whole(text: str, told: str) -> None:
    with pytest.raises(SettingsError, match=told):
        rows_of_toml(text)


@pytest.mark.parametrize(
    ("content", "kind", "code"),
    [
        (b"x", "application/json", 415),
        (b"x", "", 415),
        (b"\xff\xfe", "text/csv", 400),
        (b"x" * 9_000_000, "text/csv", 413),
    ],
)
def test_a_body_that_is_none_of_both_is_a_problem(client: httpx.Client, content: bytes, kind: str, code: int) -> None:
    assert_problem(client.post("/v1/cameras/import", content=content, headers={"Content-Type": kind}), code)


def test_ten_thousand_cameras_are_imported_and_listed(capsys: pytest.CaptureFixture[str]) -> None:
    rows = "id,url,wanted\n" + "".join(f"camera-{n},rtsp://192.0.2.7/{n},paused\n" for n in range(N_CAMERAS))
    with served(make_plane()) as client:
        began = time.perf_counter()
        told = client.post("/v1/cameras/import", content=rows, headers=CSV).json()
        imported_s, began = time.perf_counter() - began, time.perf_counter()
        answer = client.get("/v1/cameras")
        listed_s = time.perf_counter() - began
        assert (told["created"], len(answer.json())) == (N_CAMERAS, N_CAMERAS)
    with capsys.disabled():
        size = len(answer.content) / 1e6
        sys_line = f"{N_CAMERAS} cameras: imported in {imported_s:.2f} s, listed in {listed_s:.3f} s, {size:.1f} MB"
        print(f"\n{sys_line}")  # noqa: T201 - a measurement to look at; no machine promises a time
