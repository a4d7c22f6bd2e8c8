"""What lint and check find, for people and for machines."""
