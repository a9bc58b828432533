"""What the study's screen and its sheets of paper share: colours, curves, lanes, cards, columns."""
