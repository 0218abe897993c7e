"""What a design will be like, before anybody takes part in it: by the engine that plans studies."""
