"""`flir-iqa cameras`: the cameras of a control plane, over its REST API."""
