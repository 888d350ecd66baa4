-- What did nobody report?
-- Subject: Coverage
-- Councils with children's services that no article names, reports of Ofsted after which no article gave the grade, and policies without any passage put forward, since a day.
-- Not known: what outlets that are not watched reported, and what stood in pages that could not be read. "Outlet days not seen" says how many days of watched outlets since then were broken or not crawled: where it is not 0, silence is no proof, nor is it before the day since which outlets are watched.
-- $since day -365: the first day
WITH gaps AS (
    SELECT count(*) AS days FROM outlet_days WHERE day >= $since::DATE AND state IN ('broken', 'not crawled')
), watched AS (
    SELECT min(day) AS since FROM outlet_days
), silent AS (
    SELECT 'council' AS kind, councils.name AS what, 'named by no article' AS not_reported, (SELECT max(published_day) FROM coverage WHERE coverage.council = gss) AS last_reported
    FROM councils
    WHERE current AND childrens_services AND nation = 'England'
        AND NOT EXISTS (SELECT 1 FROM coverage WHERE coverage.council = gss AND dated::DATE >= $since::DATE)
    UNION ALL
    SELECT 'inspection', ofsted.name, 'graded ' || coalesce(ofsted.grade, 'with no overall grade') || ' on ' || strftime(ofsted.published, '%Y-%m-%d') || ', and no article gave a present grade after it',
        (SELECT max(published_day) FROM judgements WHERE judgements.council = ofsted.council AND NOT previous)
    FROM ofsted_outcomes AS ofsted
    WHERE ofsted.published >= $since::DATE
        AND NOT EXISTS (SELECT 1 FROM judgements WHERE judgements.council = ofsted.council AND NOT previous AND published_day >= ofsted.published)
    UNION ALL
    SELECT 'policy', policies.title, 'no passage put forward', (SELECT max(published_day) FROM candidates WHERE candidates.policy_id = policies.policy_id)
    FROM policies
    WHERE listed AND NOT EXISTS (SELECT 1 FROM candidates WHERE candidates.policy_id = policies.policy_id AND published_day >= $since::DATE)
)
SELECT kind, what, not_reported, last_reported, gaps.days AS outlet_days_not_seen, watched.since AS watched_since
FROM silent, gaps, watched
ORDER BY kind, what;
