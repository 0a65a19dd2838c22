"""The demonstration: a real broker, a real camera, the control plane and its children, on one machine."""
