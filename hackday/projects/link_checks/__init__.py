"""Whether the links of projects answer, before a judge stands there with a phone."""
