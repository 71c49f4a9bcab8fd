-- How complete the columns are, and how many events come twice
SELECT
  COUNT(*) AS events,
  COUNT(*) - COUNT(DISTINCT event_id) AS same_id,
  SUM(CASE WHEN level IS NULL THEN 1 ELSE 0 END) AS without_level,
  SUM(CASE WHEN service IS NULL THEN 1 ELSE 0 END) AS without_service,
  SUM(CASE WHEN request_id IS NULL THEN 1 ELSE 0 END) AS without_request,
  SUM(CASE WHEN user_id IS NULL THEN 1 ELSE 0 END) AS without_user,
  SUM(CASE WHEN status IS NULL AND attributes LIKE '%"status%":%' THEN 1 ELSE 0 END) AS unparsable_status,
  SUM(CASE WHEN duration_ms IS NULL AND attributes LIKE '%"duration%":%' THEN 1 ELSE 0 END) AS unparsable_duration,
  SUM(CASE WHEN level IS NULL AND attributes LIKE '%"level":%' THEN 1 ELSE 0 END) AS unparsable_level,
  SUM(CASE WHEN message IS NULL OR message = '' THEN 1 ELSE 0 END) AS without_message,
  MIN(epoch_ms) AS first_ms,
  MAX(epoch_ms) AS last_ms
FROM logs
WHERE day BETWEEN :from_day AND :to_day AND epoch_ms >= :from_ms AND epoch_ms < :to_ms
