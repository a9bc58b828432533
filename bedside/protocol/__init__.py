"""Trial protocols as data: what an edition holds, reading one from its file, and all there are."""
