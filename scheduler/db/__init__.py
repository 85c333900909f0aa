"""Tables, named queries, the journal and the unit of work."""
