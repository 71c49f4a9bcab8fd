-- Error rate by hour
-- chart: line x=day,hour y=error_rate
SELECT
  day,
  hour,
  COUNT(*) AS events,
  SUM(CASE WHEN is_error THEN 1 ELSE 0 END) AS errors,
  ROUND(1e0 * SUM(CASE WHEN is_error THEN 1 ELSE 0 END) / COUNT(*), 4) AS error_rate
FROM logs
WHERE day BETWEEN :from_day AND :to_day AND epoch_ms >= :from_ms AND epoch_ms < :to_ms
GROUP BY day, hour
ORDER BY day, hour
