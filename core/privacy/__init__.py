"""What is stored about people, why, and for how long."""
