"""Accounts of the people who edit: log-in with a second factor below /konto/, and no way around it."""
