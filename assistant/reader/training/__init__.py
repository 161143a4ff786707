"""How the reader's weights are made: `python -m assistant.reader.training`."""
