-- Answers by status
-- chart: bar x=status y=events
SELECT
  status,
  COUNT(*) AS events,
  ROUND(1e0 * COUNT(*) / SUM(COUNT(*)) OVER (), 4) AS part
FROM logs
WHERE day BETWEEN :from_day AND :to_day AND epoch_ms >= :from_ms AND epoch_ms < :to_ms
  AND status IS NOT NULL
GROUP BY status
ORDER BY status
