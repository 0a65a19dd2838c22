"""The closed list of distortion kinds that results may name. It grows by decision, never by accident."""

from typing import Final

NONE: Final = "none"
"""The frame is clean: its quality is at least `CLEAN_THRESHOLD`."""

DISTORTED: Final = "distorted"
"""Something is wrong and the model knows no kinds (a binary head)."""

ANCESTOR_KINDS: Final = (
    "lens_blur",
    "motion_blur",
    "gaussian_noise",
    "overexposure",
    "underexposure",
    "compression",
    "ghosting",
    "aliasing",
)
"""The eight distortions of FLIQE, in its order; with "clean" they are its nine classes."""

FURTHER_KINDS: Final = (
    "fixed_pattern_noise",
    "dead_pixels",
    "line_noise",
    "interlace_combing",
    "packet_loss",
    "fogged_lens",
    "shading",
    "obstruction",
    "blackout",
    "banding",
)

KINDS: Final = (NONE, *ANCESTOR_KINDS, *FURTHER_KINDS, DISTORTED)

CLEAN_THRESHOLD: Final = 0.5
"""A frame is called clean if and only if its quality is at least this."""
