"""The catalogue of the Admin's texts: what is extracted, kept, compiled and checked."""
