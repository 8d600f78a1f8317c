"""What to do next: gaps in order of priority, what-if, and the cheapest way to a level."""
