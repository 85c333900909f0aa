"""The commands at the machine's own prompt: they only wire; what they do lives in the scheduler."""
