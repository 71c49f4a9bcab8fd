-- Answers by status and hour
-- chart: line x=day,hour y=events by=status
SELECT day, hour, status, COUNT(*) AS events
FROM logs
WHERE day BETWEEN :from_day AND :to_day AND epoch_ms >= :from_ms AND epoch_ms < :to_ms
  AND status IS NOT NULL
GROUP BY day, hour, status
ORDER BY day, hour, status
