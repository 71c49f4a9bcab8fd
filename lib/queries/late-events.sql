-- Events that arrived behind later ones of their stream
-- param seconds = 60: later than that
SELECT
  COALESCE(log_group, '') AS log_group,
  COALESCE(log_stream, '') AS log_stream,
  COUNT(*) AS events,
  SUM(CASE WHEN newest_ms - epoch_ms > :seconds * 1000 THEN 1 ELSE 0 END) AS late,
  ROUND(MAX(newest_ms - epoch_ms) / 1e3, 3) AS most_seconds
FROM (
  SELECT
    log_group,
    log_stream,
    epoch_ms,
    MAX(epoch_ms) OVER (
      PARTITION BY log_group, log_stream, {{id_source}}
      ORDER BY {{id_number}}, event_id
      ROWS UNBOUNDED PRECEDING
    ) AS newest_ms
  FROM logs
  WHERE day BETWEEN :from_day AND :to_day AND epoch_ms >= :from_ms AND epoch_ms < :to_ms
) AS arrivals
GROUP BY COALESCE(log_group, ''), COALESCE(log_stream, '')
ORDER BY late DESC, log_group, log_stream
