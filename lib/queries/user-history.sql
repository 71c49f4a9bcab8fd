-- What one user did and met, in order
-- param user: the user's id
SELECT event_time, level, service, route, status, duration_ms, message, error_name, request_id
FROM logs
WHERE day BETWEEN :from_day AND :to_day AND epoch_ms >= :from_ms AND epoch_ms < :to_ms
  AND user_id = :user
ORDER BY epoch_ms, event_id
