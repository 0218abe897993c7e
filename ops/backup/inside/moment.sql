-- A moment of the database that can be found again in its WAL, and what the database holds at it: first `canary XID` and `wal FILE`, then
-- each table with how many rows it has and a sum over all they say. Nothing at all when somebody else was just writing.
\set QUIET on
BEGIN;
SELECT pg_current_xact_id() AS canary \gset
-- After a start PostgreSQL does not count the very first record as a change for archive_timeout: the transaction's end must not be that.
SELECT pg_logical_emit_message(true, 'moment', '') AS place \gset
SELECT pg_snapshot_xmin(pg_current_snapshot())::text = :'canary' AS alone \gset
COMMIT;
BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
SELECT :'alone' AND pg_snapshot_xmin(now) = pg_snapshot_xmax(now) AND pg_snapshot_xmax(now)::text::numeric = :canary + 1 AS still
  FROM pg_current_snapshot() AS now \gset
\if :still
SELECT 'canary ' || :'canary';
-- Of what was inserted: the end of the transaction with that number may not have been written yet.
SELECT 'wal ' || pg_walfile_name(pg_current_wal_insert_lsn());
\ir tables.sql
\endif
COMMIT;
