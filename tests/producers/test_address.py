"""Camera URLs and the credentials in them."""

import pytest

from flir_iqa.errors import SettingsError
from producers.sources.address import check_printable, credentials_of, split_host, with_credentials, without_credentials


@pytest.mark.parametrize("password", ["plain", "p@:s/#ö%1", "a b", "?&=", "%41", "", "ends@"])
def test_any_password_goes_in_and_comes_out(password: str) -> None:
    url = with_credentials("rtsp://192.0.2.7:8554/stream?x=1", "us@er", password)
    assert credentials_of(url) == ("us@er", password)
    assert without_credentials(url) == "rtsp://192.0.2.7:8554/stream?x=1"
    assert url.isascii()
    assert " " not in url


def test_given_credentials_win_over_those_in_the_url() -> None:
    assert with_credentials("rtsp://old:old@h/x", "new", "fresh") == "rtsp://new:fresh@h/x"
    assert with_credentials("rtsp://old:old@h/x", None, "fresh") == "rtsp://old:fresh@h/x"


def test_unescaped_characters_in_a_url_are_escaped() -> None:
    assert with_credentials("rtsp://user:p#s@s?@h/x", None, None) == "rtsp://user:p%23s%40s%3F@h/x"


def test_a_url_without_account_stays_as_it_is() -> None:
    for url in ("rtsp://192.0.2.7/stream", "rtsp://[2001:db8::7]:554/a@b", "rtsp://h"):
        assert with_credentials(url, None, None) == url


def test_host_and_port_are_found_beside_any_password() -> None:
    assert split_host("rtsp://u:p#x@192.0.2.7/s", 554) == ("192.0.2.7", 554)
    assert split_host("rtsp://u:p@[2001:db8::7]:8554/s", 554) == ("2001:db8::7", 8554)


@pytest.mark.parametrize(
    "url", ["rtsp:///stream", "rtsp://u:secret@/x", "rtsp://h:99999/x", "rtsp://h:port/x", "rtsp:h"]
)
def test_a_url_without_a_usable_host_is_refused(url: str) -> None:
    with pytest.raises(SettingsError, match="expected a URL") as caught:
        split_host(url, 554)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("smuggled", ["\r\nX: y", " ", "\n", "\0", "\t"])
def test_a_url_cannot_smuggle_lines_into_a_request(smuggled: str) -> None:
    with pytest.raises(SettingsError, match="without white space"):
        check_printable(f"rtsp://192.0.2.7/a{smuggled}b")
