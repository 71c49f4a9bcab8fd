-- Sessions of users: events without a pause of half an hour
-- param pause_minutes = 30: a longer pause begins a new session
-- chart: histogram x=minutes
WITH steps AS (
  SELECT
    user_id,
    epoch_ms,
    event_id,
    is_error,
    LAG(epoch_ms) OVER (PARTITION BY user_id ORDER BY epoch_ms, event_id) AS before_ms
  FROM logs
  WHERE day BETWEEN :from_day AND :to_day AND epoch_ms >= :from_ms AND epoch_ms < :to_ms
    AND user_id IS NOT NULL
),
numbered AS (
  SELECT
    user_id,
    epoch_ms,
    is_error,
    SUM(CASE WHEN before_ms IS NULL OR epoch_ms - before_ms > :pause_minutes * 60000 THEN 1 ELSE 0 END)
      OVER (PARTITION BY user_id ORDER BY epoch_ms, event_id ROWS UNBOUNDED PRECEDING) AS session
  FROM steps
)
SELECT
  user_id,
  session,
  MIN(epoch_ms) AS started_ms,
  ROUND((MAX(epoch_ms) - MIN(epoch_ms)) / 6e4, 2) AS minutes,
  COUNT(*) AS events,
  SUM(CASE WHEN is_error THEN 1 ELSE 0 END) AS errors
FROM numbered
GROUP BY user_id, session
ORDER BY started_ms, user_id
