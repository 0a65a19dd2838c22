"""The REST API of a control plane, as the commands use it."""
