"""`flir-iqa status`: the fleet at a glance, in a terminal."""
