"""generate-plan: a model proposes a training plan, our rules decide what becomes of it."""
