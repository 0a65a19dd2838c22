"""The radiometric frames of a camera: the 16-bit originals of frames that its fold leaves out."""

from pathlib import Path

from training.evaluation.planes import PlaneSet


def planes_of(camera: str, planes: PlaneSet) -> PlaneSet | None:
    """Pick the frames of one camera, under its name.

    A file belongs to the camera whose name ends as the file's begins: `t650sc-02.png` to `usvp-t650sc`.

    Args:
        camera: Name of the data set.
        planes: Frames of several cameras in one folder.

    Returns:
        None where there are none.
    """
    chosen = [index for index, path in enumerate(planes.paths) if _belongs(path, camera)]
    if not chosen:
        return None
    return PlaneSet(
        camera,
        tuple(planes.paths[index] for index in chosen),
        tuple(planes.frames[index] for index in chosen),
    )


def _belongs(path: Path, camera: str) -> bool:
    prefix, dash, _ = path.name.partition("-")
    return bool(dash) and (camera == prefix or camera.endswith(f"-{prefix}"))
