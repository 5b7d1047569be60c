"""What people ask for and managers answer: the inbox, decisions, pins, offers, deputies and reminders."""
