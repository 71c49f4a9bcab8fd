-- Routes by their duration: p50, p95, p99
-- param top = 20: how many routes
-- chart: bar x=route y=p95
SELECT
  route,
  COUNT(duration_ms) AS requests,
  ROUND({{quantile:duration_ms,0.5}}, 1) AS p50,
  ROUND({{quantile:duration_ms,0.95}}, 1) AS p95,
  ROUND({{quantile:duration_ms,0.99}}, 1) AS p99,
  ROUND(1e0 * SUM(CASE WHEN is_error THEN 1 ELSE 0 END) / COUNT(*), 4) AS error_rate
FROM logs
WHERE day BETWEEN :from_day AND :to_day AND epoch_ms >= :from_ms AND epoch_ms < :to_ms
  AND route IS NOT NULL AND duration_ms IS NOT NULL
GROUP BY route
ORDER BY p95 DESC, route
LIMIT :top
