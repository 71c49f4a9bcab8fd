-- Errors by their template, the most frequent first
-- param top = 20: how many templates
-- chart: bar x=message_template y=events
SELECT
  COALESCE(message_template, message) AS message_template,
  COUNT(*) AS events,
  COUNT(DISTINCT user_id) AS users,
  MAX(error_name) AS error_name,
  MIN(epoch_ms) AS first_ms,
  MAX(epoch_ms) AS last_ms,
  MAX(message) AS example
FROM logs
WHERE day BETWEEN :from_day AND :to_day AND epoch_ms >= :from_ms AND epoch_ms < :to_ms
  AND is_error
GROUP BY COALESCE(message_template, message)
ORDER BY events DESC, message_template
LIMIT :top
