"""What is to be told of a study's processing of personal data, read from its configuration."""
