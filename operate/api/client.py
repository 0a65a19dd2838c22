"""A client of the control plane: JSON in, JSON out; a refusal is one line."""

import json
from types import TracebackType
from typing import Any, Final, Self
from urllib.parse import quote, urlsplit

import httpx
from pydantic import SecretStr

from flir_iqa.errors import SettingsError
from operate.api.errors import ApiError, AwayError
from plumbing.loopback import is_loopback
from plumbing.redaction import redact

_LARGEST_BYTES: Final = 64 * 2**20
"""Ten thousand cameras take some ten megabytes."""
_MAY_PASS: Final = frozenset({502, 503, 504})
_REMEDIES: Final = {
    401: "; give --token file:PATH, or FLIR_IQA_API_TOKEN in the environment",
    403: "; give a token of a higher role",
}


class ControlPlane:
    """One control plane; a context manager.

    Args:
        url: Its address, http(s)://host:port.
        token: Bearer token, where it asks for one.
        timeout_s: How long an answer may take.

    Raises:
        SettingsError: The address cannot be one.
    """

    def __init__(self, url: str, token: SecretStr | None = None, timeout_s: float = 30.0) -> None:
        parts = _checked(url)
        self.url = redact(url.rstrip("/"))
        headers = {"Accept": "application/json"}
        if token is not None:
            secret = token.get_secret_value()
            if not (secret.isascii() and secret.isprintable() and secret.strip()):
                message = "expected a token of printable ASCII characters, this one has others"
                raise SettingsError(message)
            headers["Authorization"] = f"Bearer {secret}"
        # a proxy of the environment is for other machines
        self._client = httpx.Client(
            base_url=url.rstrip("/"),
            headers=headers,
            timeout=timeout_s,
            trust_env=not is_loopback(parts.hostname or ""),
        )

    def get(self, path: str, **query: Any) -> Any:
        """Ask for something.

        Raises:
            AwayError: Nobody answered.
            ApiError: It was refused.
        """
        return self.request("GET", path, params=query)

    def request(self, method: str, path: str, **arguments: Any) -> Any:
        """Make a request and return the JSON of its answer; None where it has no body.

        Args:
            method: The HTTP method.
            path: Begins with `/`; see `camera_path`.
            arguments: As httpx takes them.

        Raises:
            AwayError: Nobody answered.
            ApiError: It was refused, or the answer is none; the text is one line.
        """
        try:
            with self._client.stream(method, path, **arguments) as response:
                body = _read(response)
        except httpx.TimeoutException as error:
            message = f"the control plane at {self.url} did not answer {method} {path} in time"
            raise AwayError(message) from error
        except httpx.HTTPError as error:
            message = (
                f"no control plane answers at {self.url}: {redact(str(error)) or type(error).__name__}; "
                "is flir-iqa serve running, is --url right?"
            )
            raise AwayError(message) from error
        if response.is_success:
            return _parsed(body, response.status_code) if body else None
        kind = AwayError if response.status_code in _MAY_PASS else ApiError
        raise kind(_refusal(response.status_code, body), response.status_code)

    def close(self) -> None:
        """Let go of the connections; may be called twice."""
        self._client.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def camera_path(camera_id: str, *more: str) -> str:
    """Return the path of a camera, its id escaped."""
    return "/".join(["/v1/cameras", quote(camera_id, safe=""), *more])


def _checked(url: str) -> Any:
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
        httpx.URL(url)
    except (ValueError, httpx.InvalidURL):
        usable = False
    if not usable:
        message = f"expected --url as http://HOST:PORT such as http://127.0.0.1:8000, got {redact(url)[:200]!r}"
        raise SettingsError(message)
    return parts


def _read(response: httpx.Response) -> bytes:
    body = bytearray()
    for part in response.iter_bytes():
        body += part
        if len(body) > _LARGEST_BYTES:
            message = f"the answer is larger than {_LARGEST_BYTES} bytes: is --url a control plane of flir-iqa?"
            raise ApiError(message)
    return bytes(body)


def _parsed(body: bytes, status: int) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        message = f"expected JSON, got {body[:80]!r}: is --url a control plane of flir-iqa?"
        raise ApiError(message, status) from error


def _refusal(status: int, body: bytes) -> str:
    try:
        problem = json.loads(body)
    except (ValueError, RecursionError):
        problem = None
    detail = problem.get("detail") or problem.get("title") if isinstance(problem, dict) else None
    words = detail if isinstance(detail, str) else f"refused with status {status}"
    return redact(" ".join(words.split())[:2000]) + _REMEDIES.get(status, "")
