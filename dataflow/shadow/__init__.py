"""Shadow runs: two models side by side over the same frames, with the drift report of `flir-iqa compare`."""
