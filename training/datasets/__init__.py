"""Frames to train and evaluate on: read strictly, one set a camera, neighbours kept in one split."""

from training.datasets.frame_set import FrameSet, SkippedFile, to_colour, to_grey
from training.datasets.groups import GROUPINGS, by_block, by_flight, by_video
from training.datasets.load import load_frame_set, load_frame_sets
from training.datasets.picture import list_pictures, read_frame
from training.datasets.split import split_by_group

__all__ = [
    "GROUPINGS",
    "FrameSet",
    "SkippedFile",
    "by_block",
    "by_flight",
    "by_video",
    "list_pictures",
    "load_frame_set",
    "load_frame_sets",
    "read_frame",
    "split_by_group",
    "to_colour",
    "to_grey",
]
