-- How many days pass from an announcement to the first follow-up?
-- Subject: Councils and trusts
-- An announcement is the first article that tells of a planned trust, a direction, a commissioner or new money for a council or trust. Its follow-up is the first later article that tells of a trust set up, services returned or an inspection of the same body.
-- Not known: follow-ups that nobody reported, or that an article tells of another body; where there is none, the days are those that have passed so far.
-- $since day 2010-01-01: announcements told on this day or later
-- $today day today: the day to which those without a follow-up are counted
WITH told AS (
    SELECT kind, unnest(bodies) AS body, published_day, title, url FROM events WHERE published_day IS NOT NULL
), announced AS (
    SELECT body, kind, min(published_day) AS day, arg_min(title, (published_day, url)) AS title, arg_min(url, (published_day, url)) AS url
    FROM told
    WHERE kind IN ('trust planned', 'takeover or direction', 'commissioner appointed', 'funding announced')
    GROUP BY body, kind
), followed AS (
    SELECT announced.body, announced.kind, min(told.published_day) AS day,
        arg_min(told.kind, (told.published_day, told.url)) AS what, arg_min(told.url, (told.published_day, told.url)) AS url
    FROM announced JOIN told ON told.body = announced.body AND told.published_day > announced.day
    WHERE told.kind IN ('trust established', 'services returned', 'inspection published')
    GROUP BY announced.body, announced.kind
)
SELECT coalesce(councils.name, trusts.name, announced.body) AS body, announced.kind AS announced, announced.day AS announced_on,
    coalesce(followed.what, 'none so far') AS follow_up, followed.day AS followed_on,
    coalesce(followed.day, $today::DATE) - announced.day AS days, announced.title AS title, announced.url AS url, followed.url AS follow_up_url
FROM announced LEFT JOIN followed USING (body, kind)
LEFT JOIN councils ON councils.gss = announced.body LEFT JOIN trusts ON trusts.slug = announced.body
WHERE announced.day >= $since::DATE
ORDER BY follow_up = 'none so far', days, body, announced;
