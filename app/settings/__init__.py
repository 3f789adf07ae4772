"""Settings: from the environment, or from AWS Systems Manager."""
