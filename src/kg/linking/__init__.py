"""What is found by comparing stored articles with each other: proposals, never changes of what was read."""
