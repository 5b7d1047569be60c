"""What a team shows of its project: pictures, a demo video, slides."""
