"""Takes the rota, its minimum cover and wishes in."""
