-- Who backs up: reads everything, writes nothing, may begin and end a backup, and have the server read its settings. Can be run again; ops/backup/turn-on does.
\set backup_password `cat /run/secrets/database_backup_password`

SELECT 'CREATE ROLE esmpress_backup LOGIN' WHERE to_regrole('esmpress_backup') IS NULL \gexec
ALTER ROLE esmpress_backup PASSWORD :'backup_password';
GRANT pg_read_all_data, pg_read_all_settings TO esmpress_backup;
GRANT CONNECT ON DATABASE postgres, esmpress TO esmpress_backup;

\connect postgres
GRANT EXECUTE ON FUNCTION pg_backup_start(text, boolean), pg_backup_stop(boolean), pg_create_restore_point(text), pg_switch_wal(), pg_reload_conf()
  TO esmpress_backup;
\connect esmpress
GRANT EXECUTE ON FUNCTION pg_switch_wal() TO esmpress_backup;
