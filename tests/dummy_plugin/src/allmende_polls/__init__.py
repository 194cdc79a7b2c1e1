"""A third-party plugin: polls."""
