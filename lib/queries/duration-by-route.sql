-- Spread of durations by route
-- param top = 12: how many routes
-- chart: box x=route y=minimum,p25,p50,p75,maximum
SELECT
  route,
  COUNT(*) AS requests,
  MIN(duration_ms) AS minimum,
  ROUND({{quantile:duration_ms,0.25}}, 1) AS p25,
  ROUND({{quantile:duration_ms,0.5}}, 1) AS p50,
  ROUND({{quantile:duration_ms,0.75}}, 1) AS p75,
  MAX(duration_ms) AS maximum
FROM logs
WHERE day BETWEEN :from_day AND :to_day AND epoch_ms >= :from_ms AND epoch_ms < :to_ms
  AND route IS NOT NULL AND duration_ms IS NOT NULL
GROUP BY route
ORDER BY requests DESC, route
LIMIT :top
