"""What is served beside the pages: the map, its tiles and answers, and the guard."""
