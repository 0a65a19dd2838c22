"""The page: static files, without a build step, nothing from elsewhere."""

from pathlib import Path
from typing import Final

from fastapi import APIRouter, FastAPI
from fastapi.responses import FileResponse
from fastapi.staticfiles import StaticFiles

router = APIRouter(include_in_schema=False)

_FOLDER: Final = Path(__file__).resolve().parent.parent / "page"
_REVALIDATE: Final = {"Cache-Control": "no-cache"}


@router.get("/")
def index() -> FileResponse:
    """Return the page."""
    return FileResponse(_FOLDER / "index.html", headers=_REVALIDATE)


@router.get("/favicon.ico")
def favicon() -> FileResponse:
    """Return the icon where a browser asks for it by its old name."""
    return FileResponse(_FOLDER / "icon.svg", headers=_REVALIDATE)


def mount_files(app: FastAPI) -> None:
    """Serve the page's script and style under /page/."""
    app.mount("/page", StaticFiles(directory=_FOLDER), name="page")
