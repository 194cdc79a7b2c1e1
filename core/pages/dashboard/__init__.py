"""What somebody finds after logging in: the next dates, what waits, what is incomplete; and the report of that."""
