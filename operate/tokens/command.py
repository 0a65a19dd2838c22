"""The command `flir-iqa token`."""

import hmac
import json
from pathlib import Path
from typing import Final

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from control.roles import Role
from control.token_file import digest_of, entry_for, new_token
from flir_iqa.errors import SettingsError
from operate.tokens.store import TokenStore
from plumbing.secrets import resolve

EXAMPLES = """
\b
Examples:
  flir-iqa token new --role operator --name shift --file tokens
  flir-iqa token new --role viewer --name wall                   prints the line; put it into the file yourself
  flir-iqa token list --file tokens
  flir-iqa token revoke shift --file tokens
  flir-iqa token check --file tokens --token env:FLIR_IQA_API_TOKEN

\b
The server takes the file by [serve] tokens = "file:tokens". A viewer sees states, scores and pictures; an operator
starts, stops and pauses too; an admin makes, changes and removes cameras too.
"""

ROLES: Final = tuple(role.label for role in Role)
FILE_HELP = "File of the tokens: a line role:name:hash for each."

_file = click.option("--file", "path", required=True, type=click.Path(path_type=Path), help=FILE_HELP)
_as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON on standard output.")


@click.group(epilog=EXAMPLES)
def token() -> None:
    """Make, list, revoke and check bearer tokens of the control plane.

    A token is shown once, when it is made; the file keeps a hash of it, from which nobody gets it back.
    """


@token.command("new")
@click.option("--role", required=True, type=click.Choice(ROLES), help="What it may do.")
@click.option("--name", required=True, help="Whose it is, for people: letters, digits, dot, dash and underscore.")
@click.option("--file", "path", type=click.Path(path_type=Path), help=f"{FILE_HELP} The line is added to it.")
def new(role: str, name: str, path: Path | None) -> None:
    """Make a token and print it, on standard output, this once."""
    made = new_token()
    entry = entry_for(role, name, made)
    if path is None:
        click.echo(f"Add this line to the file of tokens: {entry.to_line()}", err=True)
    else:
        TokenStore(path).add(entry)
        click.echo(f"{role} {name!r} is in {str(path)!r}; the token is shown only now:", err=True)
    click.echo(made)


@token.command("list")
@_file
@_as_json
def list_tokens(path: Path, as_json: bool) -> None:
    """List whose tokens there are, with what they may do."""
    entries = TokenStore(path).entries()
    if as_json:
        click.echo(json.dumps([{"name": entry.name, "role": entry.role.label} for entry in entries]))
        return
    table = Table("name", "role")
    for entry in entries:
        table.add_row(Text(entry.name), entry.role.label)
    Console().print(table)


@token.command()
@click.argument("name")
@_file
def revoke(name: str, path: Path) -> None:
    """Take a token out of the file; the server refuses it from its next start on."""
    TokenStore(path).revoke(name)
    click.echo(f"{name!r} is revoked", err=True)


@token.command()
@_file
@click.option("--token", "reference", default="env:FLIR_IQA_API_TOKEN", show_default=True, metavar="REF", help="Token.")
@_as_json
def check(path: Path, reference: str, as_json: bool) -> None:
    """Say whose a token is and what it may do; it is given as file:PATH or env:NAME."""
    digest = digest_of(resolve(reference).get_secret_value())
    for entry in TokenStore(path).entries():
        if hmac.compare_digest(entry.digest, digest):
            answer = {"name": entry.name, "role": entry.role.label}
            click.echo(json.dumps(answer) if as_json else f"{entry.name}: {entry.role.label}")
            return
    message = f"this token is none of those in {str(path)!r}: it was revoked, or is another server's"
    raise SettingsError(message)
