"""The reader: finds the words of a passage that answer a question, or that it does not answer."""
