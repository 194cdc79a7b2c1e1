"""What can happen to a registration, one verb each, free of HTTP.

Locks are taken in one order everywhere: a new registration's own row (its unique keys) → pools by primary key →
registrations that were there before → dates → outbox → calendar index. Nobody waits for a row that comes earlier
in this order, so no two transactions wait for each other. SQLite takes its one lock at BEGIN IMMEDIATE.
"""
