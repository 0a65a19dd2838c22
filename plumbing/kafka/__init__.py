"""Kafka: settings, clients, topics, reading."""
