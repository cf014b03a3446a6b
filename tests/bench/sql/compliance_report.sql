-- Figures of the compliance report of one period, each as figure|breakdown|count|of. Variables of psql: first and last
-- (days of the period), today. What they mean stands in daemon/domain/compliance.cc: a situation is all that one
-- conversation or one step can meet; of those of its follow-ups that stand the one whose date comes first leads.
\timing on

-- Section 1: therapist-months with any entry.
SELECT 'therapist_months', '', count(*), NULL
FROM (SELECT DISTINCT therapist, date_trunc('month', occurred) FROM entries
      WHERE occurred BETWEEN :'first' AND :'last') AS months;

-- Section 2: therapists who wrote by their own choice, of those active, in the year up to the end of the period.
SELECT 'used', '', count(DISTINCT therapist) FILTER (
         WHERE author = therapist AND (personal OR kind IN (105, 106, 107, 108))), count(DISTINCT therapist)
FROM entries WHERE occurred > (:'last'::date - interval '1 year')::date AND occurred <= :'last';

-- Section 3: situations that called for something, by what the leading follow-up asks for.
WITH touched AS (
  SELECT DISTINCT subject, situation FROM follow_ups
  WHERE stands AND reported_on BETWEEN :'first' AND :'last'
), situations AS (
  SELECT DISTINCT ON (subject, situation) subject, situation, action,
         min(reported_on) OVER (PARTITION BY subject, situation) AS opened
  FROM follow_ups JOIN touched USING (subject, situation) WHERE stands
  ORDER BY subject, situation, due NULLS LAST, reported_on, id
), opened AS (
  SELECT action FROM situations WHERE opened BETWEEN :'first' AND :'last'
)
SELECT 'called_for', CASE action WHEN 1 THEN 'talk' WHEN 2 THEN 'refer' WHEN 3 THEN 'soft_transfer'
                                 WHEN 4 THEN 'document' WHEN 5 THEN 'prohibit' WHEN 6 THEN 'complete_record'
                                 ELSE '' END, count(*), NULL
FROM opened GROUP BY GROUPING SETS ((), (action));

-- Section 3: of those due in the period, what was closed by its date, late, by itself or not at all.
WITH touched AS (
  SELECT DISTINCT subject, situation FROM follow_ups
  WHERE stands AND due BETWEEN :'first' AND least(:'last'::date, :'today'::date - 1)
), situations AS (
  SELECT subject, situation, min(due) AS due,
         bool_and(state = 2 AND resolved_on IS NOT NULL) AS closed,
         coalesce(bool_or(state = 2 AND cause = 2 AND resolved_on > due), false) AS quiet_after_date,
         greatest(max(resolved_on - due) FILTER (WHERE state = 2 AND cause <> 2 AND resolved_on IS NOT NULL),
                  CASE WHEN count(*) FILTER (WHERE state = 2 AND cause <> 2 AND resolved_on IS NOT NULL) > 0
                       THEN 0 END) AS days_late
  FROM follow_ups JOIN touched USING (subject, situation) WHERE stands AND due IS NOT NULL
  GROUP BY subject, situation
), outcomes AS (
  SELECT CASE WHEN NOT closed THEN 'still_open'
              WHEN days_late > 30 THEN 'over_30_days_late'
              WHEN days_late > 14 THEN '15_to_30_days_late'
              WHEN days_late > 0 THEN 'up_to_14_days_late'
              WHEN quiet_after_date THEN 'closed_by_itself'
              ELSE 'in_time' END AS outcome
  FROM situations
  WHERE due BETWEEN :'first' AND least(:'last'::date, :'today'::date - 1)
    AND NOT (closed AND NOT quiet_after_date AND days_late IS NULL)
), counted AS (
  SELECT outcome, count(*) AS count FROM outcomes GROUP BY outcome
)
SELECT 'closed_in_time', '', coalesce(sum(count) FILTER (WHERE outcome = 'in_time'), 0), coalesce(sum(count), 0)
FROM counted
UNION ALL
SELECT 'closed_in_time', outcome, count, NULL FROM counted WHERE outcome <> 'in_time';

-- Section 3: what is open past its date today, by age and by what it asks for; the days of the oldest.
WITH situations AS (
  SELECT DISTINCT ON (subject, situation) action, :'today'::date - due AS days
  FROM follow_ups WHERE stands AND state = 1 AND NOT restricted AND due < :'today'
  ORDER BY subject, situation, due, id
), named AS (
  SELECT days,
         CASE WHEN days <= 14 THEN 'up_to_14_days' WHEN days <= 30 THEN '15_to_30_days' ELSE 'over_30_days' END AS age,
         CASE action WHEN 1 THEN 'talk' WHEN 2 THEN 'refer' WHEN 3 THEN 'soft_transfer' WHEN 4 THEN 'document'
                     WHEN 5 THEN 'prohibit' ELSE 'complete_record' END AS asks
  FROM situations
)
SELECT 'past_due', CASE WHEN GROUPING(age) = 0 AND GROUPING(asks) = 0 THEN asks || '.' || age
                        WHEN GROUPING(age) = 0 THEN age WHEN GROUPING(asks) = 0 THEN asks ELSE '' END, count(*), NULL
FROM named GROUP BY CUBE (age, asks)
UNION ALL
SELECT 'oldest_past_due', '', coalesce(max(days), 0), NULL FROM named;

-- Section 6: endings.
SELECT 'endings', '', count(*), NULL FROM entries WHERE kind = 115 AND occurred BETWEEN :'first' AND :'last';
