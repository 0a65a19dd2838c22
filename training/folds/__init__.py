"""Leave-one-camera-out: train without a camera, then question the network on it."""
