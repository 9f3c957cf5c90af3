"""One person's values + person types + a permit -> low, medium or high, the durations, and why."""
