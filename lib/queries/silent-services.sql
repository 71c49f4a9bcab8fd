-- Services that stopped logging
-- param minutes = 10: silent for so long before the last event of all
SELECT service, last_ms, events, ROUND((newest_ms - last_ms) / 6e4, 1) AS silent_minutes
FROM (
  SELECT service, MAX(epoch_ms) AS last_ms, COUNT(*) AS events, MAX(MAX(epoch_ms)) OVER () AS newest_ms
  FROM logs
  WHERE day BETWEEN :from_day AND :to_day AND epoch_ms >= :from_ms AND epoch_ms < :to_ms
    AND service IS NOT NULL
  GROUP BY service
) AS services
WHERE newest_ms - last_ms > :minutes * 60000
ORDER BY last_ms, service
