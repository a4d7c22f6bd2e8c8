"""What delivers a platform, and names its environments: pipelines and GitOps, kept item by item."""
