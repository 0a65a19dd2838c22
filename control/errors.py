"""The errors of the control plane. They know nothing of HTTP; `control.problems` maps them to status codes."""

from flir_iqa.errors import FlirIqaError


class ControlError(FlirIqaError):
    """Root of the errors of this room."""


class AlreadyRunningError(ControlError):
    """What is asked to start runs already."""


class NotRunningError(ControlError):
    """What is asked to stop does not run."""


class NothingToStartError(ControlError):
    """There is no camera to start."""


class UnsupervisedError(ControlError):
    """Producer and dataflow run as services of their own; they are not ours to start and stop."""


class ChildRefusedError(ControlError):
    """A child refused its settings. The text is its own reason."""


class ChildDiedError(ControlError):
    """A child died, or did not come up in time. The text holds its last words."""


class UnknownCameraError(ControlError):
    """There is no camera of that id."""


class ReadOnlyCameraError(ControlError):
    """The camera stands in the configuration file; here it can only be paused and resumed."""


class BusyError(ControlError):
    """Too much of this goes on at once; try again in a moment."""


class NoPictureError(ControlError):
    """There is no picture to show: none was scored yet, it has left the topic, or it is no JPEG."""


class ListenError(ControlError):
    """The address cannot be listened on."""
