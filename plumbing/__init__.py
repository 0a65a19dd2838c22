"""What every process needs: settings, secrets, logging, signals, the child protocol, Kafka. Imports `flir_iqa` only."""
