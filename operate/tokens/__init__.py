"""`flir-iqa token`: makes, lists, revokes and checks bearer tokens of the control plane."""
