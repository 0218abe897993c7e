-- The two roles of the product, made once with the database: the owner migrates, the application reads and writes rows.
-- Only the superuser can log in without them, and only inside the container (pg_hba.conf).
\set owner_password `cat /run/secrets/database_owner_password`
\set app_password `cat /run/secrets/database_app_password`

CREATE ROLE esmpress_owner LOGIN PASSWORD :'owner_password';
CREATE ROLE esmpress_app LOGIN PASSWORD :'app_password';

ALTER DATABASE esmpress OWNER TO esmpress_owner;
ALTER SCHEMA public OWNER TO esmpress_owner;
REVOKE ALL ON DATABASE esmpress FROM PUBLIC;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
REVOKE CONNECT ON DATABASE postgres, template1 FROM PUBLIC;

-- Plans go in by way of a temporary table.
GRANT CONNECT, TEMPORARY ON DATABASE esmpress TO esmpress_app;
GRANT USAGE ON SCHEMA public TO esmpress_app;
-- What would change the record is taken back again by each `manage.py migrate` (esmpress/accounts/append_only.py).
ALTER DEFAULT PRIVILEGES FOR ROLE esmpress_owner IN SCHEMA public
  GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO esmpress_app;
ALTER DEFAULT PRIVILEGES FOR ROLE esmpress_owner IN SCHEMA public
  GRANT USAGE, SELECT ON SEQUENCES TO esmpress_app;

-- A statement that takes longer is given up, and a lock that a migration waits for holds up nobody who came after it.
ALTER ROLE esmpress_app SET statement_timeout = '60s';
ALTER ROLE esmpress_app SET idle_in_transaction_session_timeout = '60s';
ALTER ROLE esmpress_owner SET lock_timeout = '3s';
