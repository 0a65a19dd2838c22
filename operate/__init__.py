"""The room of who runs a fleet: what is wrong (`doctor`), who may do what (`token`), cameras and their state."""
