"""The colour of a quality: red at 0, green at 1."""


def quality_color(quality: float) -> tuple[int, int, int]:
    """Return a colour as BGR of 0..255: red at 0, green at 1, in between by proportion; values beyond are cut off."""
    quality = max(0.0, min(1.0, quality))
    return 0, int(quality * 255), int((1 - quality) * 255)
