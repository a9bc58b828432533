"""One patient: who it is, the course, what was just seen, why the grades stand as they do."""
