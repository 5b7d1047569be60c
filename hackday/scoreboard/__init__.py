"""The live board: who stands where, sent to every screen as it changes, frozen and revealed."""
