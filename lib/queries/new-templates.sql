-- Templates that were not seen before a time
-- param since (time): from this time on they are new
SELECT
  message_template,
  COUNT(*) AS events,
  SUM(CASE WHEN is_error THEN 1 ELSE 0 END) AS errors,
  MIN(epoch_ms) AS first_ms,
  MAX(message) AS example
FROM logs
WHERE day BETWEEN :from_day AND :to_day AND epoch_ms >= :from_ms AND epoch_ms < :to_ms
  AND message_template IS NOT NULL
GROUP BY message_template
HAVING MIN(epoch_ms) >= :since
ORDER BY first_ms, message_template
