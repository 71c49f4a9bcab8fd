-- Volume and estimated cost of ingestion by log group
-- param usd_per_gb = 0.5: price of a gigabyte of ingested logs (CloudWatch Logs, us-east-1)
-- chart: bar x=log_group y=megabytes
SELECT
  COALESCE(log_group, log_stream, '') AS log_group,
  COUNT(*) AS events,
  ROUND(SUM(COALESCE(LENGTH(message), 0) + COALESCE(LENGTH(attributes), 0) + 150) / 1e6, 3) AS megabytes,
  ROUND(SUM(COALESCE(LENGTH(message), 0) + COALESCE(LENGTH(attributes), 0) + 150) / 1e9 * :usd_per_gb, 4) AS usd
FROM logs
WHERE day BETWEEN :from_day AND :to_day AND epoch_ms >= :from_ms AND epoch_ms < :to_ms
GROUP BY COALESCE(log_group, log_stream, '')
ORDER BY megabytes DESC, log_group
