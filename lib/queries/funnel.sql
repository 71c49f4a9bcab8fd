-- Users who took named steps one after the other
-- param step1: route or template of the first step
-- param step2: of the second step
-- param step3 = : of the third step, when there is one
-- param step4 = : of the fourth step, when there is one
-- chart: bar x=step y=users
WITH events AS (
  SELECT user_id, epoch_ms, route, message_template
  FROM logs
  WHERE day BETWEEN :from_day AND :to_day AND epoch_ms >= :from_ms AND epoch_ms < :to_ms
    AND user_id IS NOT NULL
),
first_step AS (
  SELECT user_id, MIN(epoch_ms) AS at_ms
  FROM events
  WHERE route = :step1 OR message_template = :step1
  GROUP BY user_id
),
second_step AS (
  SELECT e.user_id, MIN(e.epoch_ms) AS at_ms
  FROM events AS e
  JOIN first_step AS f ON f.user_id = e.user_id AND e.epoch_ms >= f.at_ms
  WHERE e.route = :step2 OR e.message_template = :step2
  GROUP BY e.user_id
),
third_step AS (
  SELECT e.user_id, MIN(e.epoch_ms) AS at_ms
  FROM events AS e
  JOIN second_step AS f ON f.user_id = e.user_id AND e.epoch_ms >= f.at_ms
  WHERE e.route = :step3 OR e.message_template = :step3
  GROUP BY e.user_id
),
fourth_step AS (
  SELECT e.user_id, MIN(e.epoch_ms) AS at_ms
  FROM events AS e
  JOIN third_step AS f ON f.user_id = e.user_id AND e.epoch_ms >= f.at_ms
  WHERE e.route = :step4 OR e.message_template = :step4
  GROUP BY e.user_id
),
counted AS (
  SELECT 1 AS number, :step1 AS step, COUNT(*) AS users FROM first_step
  UNION ALL
  SELECT 2 AS number, :step2 AS step, COUNT(*) AS users FROM second_step
  UNION ALL
  SELECT 3 AS number, :step3 AS step, COUNT(*) AS users FROM third_step
  UNION ALL
  SELECT 4 AS number, :step4 AS step, COUNT(*) AS users FROM fourth_step
)
SELECT
  number,
  step,
  users,
  ROUND(1e0 * users / NULLIF(MAX(users) OVER (), 0), 4) AS of_first
FROM counted
WHERE step <> ''
ORDER BY number
