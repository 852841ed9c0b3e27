"""What happens in the registry."""
