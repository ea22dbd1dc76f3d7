"""Input made to do harm: files, texts, and a data set that holds a text in every field."""
