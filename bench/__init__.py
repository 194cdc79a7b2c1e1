"""Measuring and picturing the running site."""
