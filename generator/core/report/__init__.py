"""What commands show, as lines, tables and JSON, and pages that can be mailed or kept."""
