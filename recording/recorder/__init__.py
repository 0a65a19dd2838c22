"""Recording topics of Kafka into files."""
