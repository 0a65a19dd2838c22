"""The command `flir-iqa distortions`: what each distortion looks like, as one picture."""
