"""Where wind and current come from: files, feeds, constants, analytic fields, and a synthetic tide."""
