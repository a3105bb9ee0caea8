"""What is done: one function per verb, the same for pages and commands."""
