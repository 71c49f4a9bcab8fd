-- Services before and after a time, such as a release
-- param at (time): the time
-- param minutes = 60: how long before and after it
SELECT
  COALESCE(service, '') AS service,
  SUM(CASE WHEN epoch_ms < :at THEN 1 ELSE 0 END) AS events_before,
  SUM(CASE WHEN epoch_ms >= :at THEN 1 ELSE 0 END) AS events_after,
  ROUND(1e0 * SUM(CASE WHEN epoch_ms < :at AND is_error THEN 1 ELSE 0 END)
    / NULLIF(SUM(CASE WHEN epoch_ms < :at THEN 1 ELSE 0 END), 0), 4) AS error_rate_before,
  ROUND(1e0 * SUM(CASE WHEN epoch_ms >= :at AND is_error THEN 1 ELSE 0 END)
    / NULLIF(SUM(CASE WHEN epoch_ms >= :at THEN 1 ELSE 0 END), 0), 4) AS error_rate_after,
  ROUND(AVG(CASE WHEN epoch_ms < :at THEN duration_ms END), 2) AS mean_ms_before,
  ROUND(AVG(CASE WHEN epoch_ms >= :at THEN duration_ms END), 2) AS mean_ms_after
FROM logs
WHERE day BETWEEN :from_day AND :to_day AND epoch_ms >= :from_ms AND epoch_ms < :to_ms
  AND epoch_ms >= :at - :minutes * 60000 AND epoch_ms < :at + :minutes * 60000
GROUP BY COALESCE(service, '')
ORDER BY service
