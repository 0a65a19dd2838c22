"""From a checkpoint of `training` to an ONNX file that keeps the model contract (`model_export.metadata`)."""
