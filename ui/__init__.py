"""How people reach it: the web chat and the command line."""
