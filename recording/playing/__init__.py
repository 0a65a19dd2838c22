"""Playing a recording back into Kafka, at its own pace or another."""
