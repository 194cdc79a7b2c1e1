"""Writing to somebody without an account: to an organisation, to an alliance, to the operator of the site."""
