"""Camera (RTSP, film, folder of pictures) to JPEG frames on Kafka, every frame accounted for."""
