"""Ways into a team besides an open place: requests and invitations."""
