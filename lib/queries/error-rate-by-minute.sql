-- Error rate by minute
-- chart: line x=minute_ms y=error_rate
SELECT
  epoch_ms - MOD(epoch_ms, 60000) AS minute_ms,
  COUNT(*) AS events,
  SUM(CASE WHEN is_error THEN 1 ELSE 0 END) AS errors,
  ROUND(1e0 * SUM(CASE WHEN is_error THEN 1 ELSE 0 END) / COUNT(*), 4) AS error_rate
FROM logs
WHERE day BETWEEN :from_day AND :to_day AND epoch_ms >= :from_ms AND epoch_ms < :to_ms
GROUP BY epoch_ms - MOD(epoch_ms, 60000)
ORDER BY minute_ms
