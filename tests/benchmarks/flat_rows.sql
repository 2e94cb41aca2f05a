-- Invented incidents in the columns of geo/incident_table.py: 30,000 places that gather around 400 centres, 26 years with
-- more and more incidents, 2,000 sources of which a few tell most, 40 municipalities. The same count makes the same rows.
CREATE OR REPLACE MACRO share(number, seed, parts) AS ((hash(number * 2654435761 + seed) % parts)::BIGINT);
CREATE OR REPLACE MACRO part(number, seed) AS (share(number, seed, 1000003) / 1000003.0);
CREATE OR REPLACE MACRO flat_rows(first, count) AS TABLE
WITH centres AS (
  SELECT place, share(place, 1, 400) AS centre, part(place, 2) - 0.5 AS east, part(place, 3) - 0.5 AS north
  FROM range(30000) AS numbers(place)
), places AS (
  SELECT
    place,
    -30 + part(centre, 4) * 90 + east * north * 10 AS latitude,
    -110 + part(centre, 5) * 240 + (east - north) * abs(east) * 12 AS longitude
  FROM centres
), numbered AS (
  SELECT
    number,
    (29999 * power(part(number, 6), 2))::BIGINT AS place,
    (DATE '2000-01-01' + (9495 * sqrt(part(number, 7)))::INTEGER) AS first_day,
    ['day', 'week', 'month'][CASE WHEN share(number, 8, 20) < 17 THEN 1 WHEN share(number, 8, 20) < 19 THEN 2 ELSE 3 END]
      AS date_precision,
    ['exact', 'settlement', 'near', 'municipality', 'region'][
      CASE WHEN share(number, 9, 10) < 3 THEN 1 WHEN share(number, 9, 10) < 6 THEN 2 ELSE share(number, 9, 10) - 4 END
    ] AS place_precision,
    ['clash', 'protest', 'armed_attack', 'riot_arson', 'explosion', 'security_operation', 'political', 'displacement',
     'accident', 'troop_movement', 'total'][(10.99 * power(part(number, 10), 1.6))::INTEGER % 11 + 1] AS event_type,
    CASE WHEN share(number, 11, 6) = 0 THEN share(number, 12, 5)::INTEGER END AS killed,
    CASE WHEN share(number, 13, 5) = 0 THEN share(number, 14, 9)::INTEGER END AS injured,
    'Incident ' || number || ' in place ' || place AS title,
    ['crowd', 'police', 'bridge', 'road', 'market', 'village', 'soldiers', 'convoy', 'house', 'school'][
      share(number, 15, 10) + 1] || ' ' ||
    ['burned', 'attacked', 'closed', 'searched', 'hurt', 'left', 'stopped', 'fired', 'entered', 'opened'][
      share(number, 16, 10) + 1] AS summary
  FROM (SELECT first + number AS number FROM range(count) AS numbers(number))
)
SELECT
  'row-' || (number + 1) AS id,
  CASE WHEN share(number, 17, 10) < 3 THEN 'episode_' || share(number, 18, 8) ELSE '' END AS episode,
  title,
  summary,
  first_day,
  first_day + CASE date_precision WHEN 'week' THEN 6 WHEN 'month' THEN 30 ELSE 0 END AS last_day,
  date_precision,
  NULL::TINYINT AS date_prec,
  NULL::TINYINT AS time_precision,
  '' AS place,
  'place ' || place AS place_as_written,
  place_precision,
  CASE WHEN place_precision = 'near' THEN 5000 END AS radius_m,
  NULL::TINYINT AS where_prec,
  NULL::TINYINT AS geo_precision,
  latitude,
  longitude,
  'municipality_' || (place % 40) AS municipality,
  'country_' || (place % 12) AS country,
  event_type,
  '' AS sub_event_type,
  'First of ' || share(number, 19, 5000) AS actor1,
  ['crowd', 'protesters', 'armed_group', 'civilians', 'peacekeepers', 'state_forces', 'government', 'unknown',
   'kosovo_police', ''][share(number, 20, 10) + 1] AS actor1_kind,
  '' AS actor2,
  ['', '', '', '', 'crowd', 'civilians', 'state_forces', 'armed_group'][share(number, 21, 8) + 1] AS actor2_kind,
  killed AS killed_low,
  killed AS killed_best,
  killed + 2 AS killed_high,
  NULL::INTEGER AS injured_low,
  injured AS injured_best,
  NULL::INTEGER AS injured_high,
  'source ' || lpad((1999 * power(part(number, 22), 3))::INTEGER::VARCHAR, 4, '0') AS source,
  ['news', 'agency', 'official', 'research', 'encyclopedia', ''][share(number, 23, 6) + 1] AS source_kind,
  'https://example.org/' || number AS url,
  lower(title || ' ' || summary || ' place ' || place) AS search_text,
  CASE WHEN place_precision IN ('exact', 'settlement', 'near')
    THEN floor((longitude + 180) / 360 * 16777216)::INTEGER END AS cell_x,
  CASE WHEN place_precision IN ('exact', 'settlement', 'near')
    THEN floor((0.5 - ln((1 + sin(radians(latitude))) / (1 - sin(radians(latitude)))) / (4 * pi())) * 16777216)::INTEGER
  END AS cell_y
FROM numbered JOIN places USING (place)
ORDER BY number
