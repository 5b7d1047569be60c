"""Out again: calendars of people, and changes of the rota for the workforce tool."""
