-- Each table of the product: rows, and a sum over all they say, whatever their order.
SELECT format('%s %s %s', relname, cells[1], cells[2])
  FROM pg_stat_user_tables,
       LATERAL (SELECT query_to_xml(format(
         'SELECT count(*) AS n, coalesce(sum(hashtextextended(t::text, 0)::numeric), 0) AS said FROM %I.%I AS t', schemaname, relname),
         false, true, '') AS found) AS counted,
       LATERAL (SELECT ARRAY[(xpath('/row/n/text()', found))[1]::text, (xpath('/row/said/text()', found))[1]::text] AS cells) AS read
 WHERE schemaname = 'public'
 ORDER BY relname;
