"""A real Kafka broker and real RTSP cameras on one machine, for the demo and the tests."""
