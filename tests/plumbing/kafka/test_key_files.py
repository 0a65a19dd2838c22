"""The PEM files of a connection: what cannot work is refused by the name of its file."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from plumbing.kafka.key_files import check_authorities, check_own_files, validity_of
from sandbox.certificates import Authority


def test_files_that_belong_together_pass(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    key, certificate = authority.client("client")
    check_authorities(authority.path)
    check_own_files(certificate, key, "")
    check_own_files(certificate, key, "a password that is not needed")


def test_an_encrypted_key_needs_its_password(tmp_path: Path) -> None:
    key, certificate = Authority(tmp_path).client("client", locked_by="pass phrase")
    check_own_files(certificate, key, "pass phrase")
    with pytest.raises(ValueError, match=f"'{key}' is encrypted: give its password"):
        check_own_files(certificate, key, "")
    with pytest.raises(ValueError, match="is ssl_key_password right") as caught:
        check_own_files(certificate, key, "wr0ng")
    assert "wr0ng" not in str(caught.value)


def test_a_key_of_another_certificate_is_refused(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    (_, certificate), (key, _) = authority.client("one"), authority.client("other")
    with pytest.raises(ValueError, match=f"'{key}' does not belong to the certificate '{certificate}'"):
        check_own_files(certificate, key, "")


@pytest.mark.parametrize("content", [b"", b"PEM", b"-----BEGIN CERTIFICATE-----\n%%%\n-----END CERTIFICATE-----\n"])
def test_a_file_without_a_whole_certificate_is_refused_by_name(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "ca.pem"
    path.write_bytes(content)
    with pytest.raises(ValueError, match=f"'{path}' holds no certificate in PEM form"):
        check_authorities(path)


def test_a_key_that_is_none_is_refused_by_name(tmp_path: Path) -> None:
    key, certificate = Authority(tmp_path).client("client")
    key.write_text("no key")
    with pytest.raises(ValueError, match=f"'{key}' cannot be read: expected PEM"):
        check_own_files(certificate, key, "")


def test_a_file_is_not_read_without_bound(tmp_path: Path) -> None:
    path = tmp_path / "huge.pem"
    with path.open("wb") as file:
        file.truncate(2**40)
    with pytest.raises(ValueError, match="expected a PEM file of at most"):
        check_authorities(path)


def test_a_file_that_may_not_be_read_says_why(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"cannot read .*: Is a directory"):
        check_authorities(tmp_path)


def test_validity_is_told_in_aware_times(tmp_path: Path) -> None:
    _, certificate = Authority(tmp_path).client("client", expired=True)
    assert validity_of(certificate) == (datetime(2019, 1, 1, tzinfo=UTC), datetime(2020, 1, 1, tzinfo=UTC))
