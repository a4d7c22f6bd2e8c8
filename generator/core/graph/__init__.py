"""Services, and who calls whom."""
