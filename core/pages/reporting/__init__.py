"""Progress: coordinators ask organisations what became of their promises; what they report is public once confirmed."""
