"""Random briefs, and whether a coach would sign the plans that the planner makes for them."""
