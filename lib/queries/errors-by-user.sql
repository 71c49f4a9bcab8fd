-- Users who met most errors
-- param top = 20: how many users
-- chart: bar x=user_id y=errors
SELECT
  user_id,
  COUNT(*) AS events,
  SUM(CASE WHEN is_error THEN 1 ELSE 0 END) AS errors,
  ROUND(1e0 * SUM(CASE WHEN is_error THEN 1 ELSE 0 END) / COUNT(*), 4) AS error_rate,
  MAX(CASE WHEN is_error THEN epoch_ms END) AS last_error_ms
FROM logs
WHERE day BETWEEN :from_day AND :to_day AND epoch_ms >= :from_ms AND epoch_ms < :to_ms
  AND user_id IS NOT NULL
GROUP BY user_id
HAVING SUM(CASE WHEN is_error THEN 1 ELSE 0 END) > 0
ORDER BY errors DESC, user_id
LIMIT :top
