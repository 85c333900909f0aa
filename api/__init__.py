"""The JSON door: what programs may ask, and how refusals are told."""
