"""The page on which tokens for programs are made and revoked."""
