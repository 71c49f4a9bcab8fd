-- Events by weekday and hour
-- chart: heatmap x=hour y=weekday value=events
SELECT
  {{weekday:day}} AS weekday,
  hour,
  COUNT(*) AS events,
  SUM(CASE WHEN is_error THEN 1 ELSE 0 END) AS errors
FROM logs
WHERE day BETWEEN :from_day AND :to_day AND epoch_ms >= :from_ms AND epoch_ms < :to_ms
GROUP BY {{weekday:day}}, hour
ORDER BY weekday, hour
