"""The same verbs without a screen: one file per noun, each a small typer app."""
