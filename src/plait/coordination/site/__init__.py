"""What the practice tells the world: its own facts, its published people and places. Nothing about anybody in care."""
