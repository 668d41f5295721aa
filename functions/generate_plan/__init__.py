"""generate-plan: a model proposes a training plan, and our rules decide whether to accept it."""
