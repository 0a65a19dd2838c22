"""`python -m control` is `flir-iqa serve`."""

from control.cli import serve
from flir_iqa.cli import run

if __name__ == "__main__":
    run(serve, "python -m control")
