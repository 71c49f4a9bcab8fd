-- Users who come back, by the day of their first event
WITH days AS (
  SELECT DISTINCT user_id, day
  FROM logs
  WHERE day BETWEEN :from_day AND :to_day AND epoch_ms >= :from_ms AND epoch_ms < :to_ms
    AND user_id IS NOT NULL
),
firsts AS (
  SELECT user_id, MIN(day) AS first_day FROM days GROUP BY user_id
),
sizes AS (
  SELECT first_day, COUNT(*) AS users FROM firsts GROUP BY first_day
)
SELECT
  f.first_day,
  d.day,
  s.users,
  COUNT(*) AS active,
  ROUND(1e0 * COUNT(*) / s.users, 4) AS part
FROM firsts AS f
JOIN days AS d ON d.user_id = f.user_id
JOIN sizes AS s ON s.first_day = f.first_day
GROUP BY f.first_day, d.day, s.users
ORDER BY f.first_day, d.day
