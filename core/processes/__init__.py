"""The processes behind the site: embedded Redis, background queues, periodic jobs, and the supervisor of them all."""
