"""How lenient each judge is, what each project is worth without that, and how sure anybody can be of it."""
