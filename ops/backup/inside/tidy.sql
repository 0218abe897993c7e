-- The databases that restores of dumps have put aside, or left half made.
SELECT format('DROP DATABASE %I', datname) FROM pg_database WHERE datname LIKE 'before-%' OR datname = 'restoring' \gexec
