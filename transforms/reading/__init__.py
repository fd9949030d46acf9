"""What concerns read of a template: definitions, and the URLs, ARNs, stages and functions that its texts name."""
