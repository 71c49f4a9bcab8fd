-- How many requests took how long
-- param width_ms = 50: width of a bar in milliseconds
-- chart: histogram x=from_duration_ms y=requests
SELECT FLOOR(duration_ms / :width_ms) * :width_ms AS from_duration_ms, COUNT(*) AS requests
FROM logs
WHERE day BETWEEN :from_day AND :to_day AND epoch_ms >= :from_ms AND epoch_ms < :to_ms
  AND duration_ms IS NOT NULL
GROUP BY FLOOR(duration_ms / :width_ms) * :width_ms
ORDER BY from_duration_ms
