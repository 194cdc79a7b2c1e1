"""Sample data for the component page, by family. Everything in it is invented."""
