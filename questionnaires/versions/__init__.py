"""Between two versions of a questionnaire: what changed, which answers carry over, what can be compared."""
