"""A model behind an OpenAI-compatible address, asked what a public text claims; off unless it is configured."""
