"""What processes count, in Prometheus' words. The figures themselves belong to the rooms; here they get names."""
