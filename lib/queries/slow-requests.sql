-- The slowest requests, by their time
-- param top = 2000: how many
-- chart: scatter x=epoch_ms y=duration_ms by=is_error
SELECT epoch_ms, duration_ms, is_error, route, status, user_id, request_id
FROM logs
WHERE day BETWEEN :from_day AND :to_day AND epoch_ms >= :from_ms AND epoch_ms < :to_ms
  AND duration_ms IS NOT NULL
ORDER BY duration_ms DESC, event_id
LIMIT :top
