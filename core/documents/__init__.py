"""Documents to print: PDFs made by typst, tagged and in our type, from data and never from what somebody typed."""
