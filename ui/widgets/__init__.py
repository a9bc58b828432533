"""What several screens share: the grade badge, the spark line and small building blocks."""
