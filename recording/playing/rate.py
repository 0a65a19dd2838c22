"""How fast a recording is played."""

import math
from typing import Final

from flir_iqa.errors import SettingsError

SLOWEST: Final = 0.1
FASTEST: Final = 100.0
MAX: Final = math.inf
"""As fast as it goes."""
_LADDER: Final = (0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, MAX)


def check_rate(rate: float) -> float:
    """Return `rate` if it is one.

    Raises:
        SettingsError: It is not.
    """
    if SLOWEST <= rate <= FASTEST or rate == MAX:
        return rate
    message = f"expected a rate from {SLOWEST:g} to {FASTEST:g}, or max, got {rate:g}"
    raise SettingsError(message)


def parse_rate(text: str) -> float:
    """Read a rate: a number, or `max`.

    Raises:
        SettingsError: It is neither, or out of bounds.
    """
    if text.strip().lower() == "max":
        return MAX
    try:
        rate = float(text.strip().removesuffix("x"))
    except ValueError:
        rate = math.nan
    if not SLOWEST <= rate <= FASTEST:
        message = f"expected a rate from {SLOWEST:g} to {FASTEST:g}, or max, got {text!r}"
        raise SettingsError(message)
    return rate


def show_rate(rate: float) -> str:
    """Return a rate for a person, such as `2x`."""
    return "max" if rate == MAX else f"{rate:g}x"


def faster(rate: float) -> float:
    """Return the next higher of the usual rates."""
    return next((step for step in _LADDER if step > rate), MAX)


def slower(rate: float) -> float:
    """Return the next lower of the usual rates."""
    return next((step for step in reversed(_LADDER) if step < rate), SLOWEST)
