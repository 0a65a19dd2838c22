"""Training of the quality models: distortions, data sets, networks, the training loop and its evaluation.

Only `training.distortions` and `training.camera_variation` are free of torch.
"""
