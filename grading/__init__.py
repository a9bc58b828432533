"""What can be seen at a bedside, and the published scales that grade it: pure functions."""
