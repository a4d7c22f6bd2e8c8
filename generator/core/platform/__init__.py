"""What platform.yaml and Chart.yaml say of a platform: its environments, its intent, its services."""
