"""The file of tokens."""

import pytest

from control.roles import Role
from control.token_file import digest_of, entry_for, new_token, parse_tokens
from flir_iqa.errors import SettingsError

LINE = f"operator:shift:{digest_of('x')}"


def test_a_new_token_is_found_again_by_its_line() -> None:
    token = new_token()
    assert len(token) >= 43
    line = entry_for("operator", "shift", token).to_line()
    assert token not in line
    (entry,) = parse_tokens(f"# who\n\n{line}\n")
    assert (entry.role, entry.name, entry.digest) == (Role.OPERATOR, "shift", digest_of(token))


def test_no_two_tokens_are_alike() -> None:
    assert new_token() != new_token()


@pytest.mark.parametrize(
    "line",
    ["swordfish", "root:a:" + digest_of("x"), "admin:a:swordfish", "admin::" + digest_of("x"), LINE + "0", "admin:ä:x"],
)
def test_a_line_that_is_none_is_refused_by_its_number_and_never_quoted(line: str) -> None:
    with pytest.raises(SettingsError, match="line 2 of the tokens' file: expected role:name:hash") as caught:
        parse_tokens(f"{LINE}\n{line}\n")
    assert "swordfish" not in str(caught.value)


@pytest.mark.parametrize("text", ["", "\n# none\n"])
def test_a_file_without_tokens_is_refused(text: str) -> None:
    with pytest.raises(SettingsError, match=r"got 0; `flir-iqa token` makes them"):
        parse_tokens(text)


@pytest.mark.parametrize(("other", "what"), [(f"viewer:shift:{digest_of('y')}", "name"), (LINE + "\n", "name")])
def test_the_same_name_twice_is_refused(other: str, what: str) -> None:
    with pytest.raises(SettingsError, match=f"the same {what} twice"):
        parse_tokens(f"{LINE}\n{other}")


def test_the_same_token_twice_is_refused() -> None:
    with pytest.raises(SettingsError, match="the same digest twice"):
        parse_tokens(f"{LINE}\nviewer:other:{digest_of('x')}")


@pytest.mark.parametrize(("role", "name"), [("root", "a"), ("Admin", "a"), ("admin", ""), ("admin", "a:b")])
def test_what_is_no_role_or_name_gets_no_line(role: str, name: str) -> None:
    with pytest.raises(SettingsError, match="expected a"):
        entry_for(role, name, "x")
