-- What pg_restore has made in `restoring` becomes the database; what was there is kept by the name :aside, closed to everybody. Again it changes
-- nothing.
SELECT EXISTS (SELECT FROM pg_database WHERE datname = 'restoring') AS there \gset
\if :there
ALTER DATABASE esmpress ALLOW_CONNECTIONS false;
SELECT count(pg_terminate_backend(pid, 10000)) AS gone FROM pg_stat_activity WHERE datname IN ('esmpress', 'restoring') \gset
BEGIN;
ALTER DATABASE esmpress RENAME TO :"aside";
ALTER DATABASE restoring RENAME TO esmpress;
-- A dump has the rights on what is in a database, not those on the database.
REVOKE ALL ON DATABASE esmpress FROM PUBLIC;
GRANT CONNECT, TEMPORARY ON DATABASE esmpress TO esmpress_app;
COMMIT;
\endif
