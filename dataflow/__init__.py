"""The dataflow: frames from Kafka, decoded, scored, smoothed per camera, results to Kafka, each exactly once."""
