"""How errors leave the API: problem+json (RFC 9457), by one table from error to status code."""

import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict
from starlette.exceptions import HTTPException

from control.errors import (
    AlreadyRunningError,
    BusyError,
    ChildDiedError,
    ChildRefusedError,
    NoPictureError,
    NothingToStartError,
    NotRunningError,
    ReadOnlyCameraError,
    UnknownCameraError,
    UnsupervisedError,
)
from control.store.errors import StoreError, StoreFullError
from flir_iqa.errors import BrokerError, FlirIqaError, SettingsError
from plumbing.log_events import UNFORESEEN
from plumbing.redaction import redact

log = logging.getLogger(__name__)

MEDIA_TYPE: Final = "application/problem+json"

STATUS_CODES: Final[Mapping[type[FlirIqaError], int]] = {
    AlreadyRunningError: 400,  # the ancestor's codes
    NotRunningError: 400,
    NothingToStartError: 400,
    ChildRefusedError: 400,
    SettingsError: 400,
    NoPictureError: 404,
    UnknownCameraError: 404,
    UnsupervisedError: 409,
    ReadOnlyCameraError: 409,
    StoreFullError: 507,
    StoreError: 503,
    BusyError: 503,
    BrokerError: 503,
    ChildDiedError: 503,
}
"""An error of a class that does not stand here is ours: 500."""


class Problem(BaseModel):
    """What went wrong, by RFC 9457."""

    model_config = ConfigDict(use_attribute_docstrings=True)

    type: str = "about:blank"
    """What kind of problem; no kinds of our own yet, `status` tells."""
    title: str
    """The status code in words."""
    status: int
    """The status code."""
    detail: str
    """What was expected, what came, and what to do."""
    errors: list[dict[str, Any]] | None = None
    """Where a request is not as it should be: `loc`, `msg` and `type` each."""


def described(*codes: int) -> dict[int | str, dict[str, Any]]:
    """Describe the problems that a route answers with, for OpenAPI."""
    schema = {"schema": {"$ref": "#/components/schemas/Problem"}}
    return {
        code: {"model": Problem, "description": HTTPStatus(code).phrase, "content": {MEDIA_TYPE: schema}}
        for code in codes
    }


def problem_response(
    status: int,
    detail: str,
    errors: list[dict[str, Any]] | None = None,
    headers: Mapping[str, str] | None = None,
) -> JSONResponse:
    """Make the answer of a problem."""
    problem = Problem(title=HTTPStatus(status).phrase, status=status, detail=detail, errors=errors)
    content = problem.model_dump(exclude_none=True)
    return JSONResponse(content, status, headers=headers, media_type=MEDIA_TYPE)


def install(app: FastAPI) -> None:
    """Have all errors of an application leave it as problems."""
    app.add_exception_handler(FlirIqaError, _answer_ours)
    app.add_exception_handler(RequestValidationError, _answer_invalid)
    app.add_exception_handler(HTTPException, _answer_http)
    app.add_exception_handler(Exception, _answer_unexpected)


async def _answer_ours(_: Request, error: Exception) -> JSONResponse:
    kinds = type(error).__mro__
    status = next((STATUS_CODES[kind] for kind in kinds if kind in STATUS_CODES), 500)
    if status == 500:
        UNFORESEEN.log(log, exception=error, where="a request", reason=repr(error))
    return problem_response(status, redact(str(error)))


async def _answer_invalid(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for it
    # The input is left out: it may hold a password.
    found = [{name: one[name] for name in ("loc", "msg", "type")} for one in error.errors()]
    where = "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in found)
    return problem_response(422, f"the request is not as it should be: {where}", errors=found)


async def _answer_http(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for it
    return problem_response(error.status_code, str(error.detail), headers=error.headers)


async def _answer_unexpected(_: Request, __: Exception) -> JSONResponse:
    return problem_response(500, "this should not have happened; the log of the control plane has the details")
