"""The recipe `fliqe`: the ancestor's network, trained as the ancestor was, and its checkpoints."""
