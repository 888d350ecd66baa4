-- Which story each article is of: copies, rewrites and independent reports of one event are one story.
CREATE VIEW story_articles AS SELECT
    story_id,      -- the story, by the article that it began with
    article_id,    -- the article
    relation,      -- what the article is in its story
    since,         -- since when it has been of this story
    outlet_id,     -- the outlet
    outlet,        -- its name
    dated,         -- when the article was published, or first seen
    published_day, -- its day at the outlet
    title,         -- its headline
    url            -- its address
FROM records.story_articles JOIN articles USING (article_id);

-- Every story with its articles counted. Sources are independent where nobody wrote from the other.
CREATE VIEW stories AS SELECT
    story_id,                                        -- the story, by the article that it began with
    arg_min(title, (dated, article_id)) AS title,    -- the headline of its first article
    arg_min(outlet_id, (dated, article_id)) AS outlet_id, -- the outlet of that
    arg_min(outlet, (dated, article_id)) AS outlet,  -- its name
    arg_min(url, (dated, article_id)) AS url,        -- its address
    min(dated) AS began,                             -- when that was published, or first seen
    max(dated) AS newest,                            -- when its newest article was
    count(*) AS articles,                            -- how many articles it has
    count(DISTINCT outlet_id) AS outlets,            -- of how many outlets
    count(DISTINCT outlet_id) FILTER (relation IN ('original', 'independent')) AS independent, -- of how many outlets that wrote on their own
    count(*) FILTER (relation = 'copy') AS copies,    -- how many articles are copies
    count(*) FILTER (relation = 'rewrite') AS rewrites -- how many tell the same facts after the same release
FROM story_articles
GROUP BY story_id;

-- Every mention of a commitment: a sum of money in an article, with what it is among the mentions of the same money.
CREATE VIEW commitment_mentions AS
WITH announced AS (
    SELECT commitment_id, story_id, row_number() OVER (PARTITION BY commitment_id ORDER BY min(sums.dated), story_id) AS announcement
    FROM records.commitment_mentions JOIN records.ledger_sums AS sums USING (sum_id) JOIN records.story_articles USING (article_id)
    WHERE role IN ('first', 'later mention')
    GROUP BY commitment_id, story_id
)
SELECT
    commitment_id,           -- the commitment, by the sum that it began with
    sum_id,                  -- the mention
    role,                    -- what it is in the commitment
    if(role IN ('first', 'later mention'), announcement, NULL) AS announcement, -- the first, second, ... story that announces it; empty where it tells another sum
    amount,                  -- pounds as printed, the upper end of a range
    period,                  -- none, or how long it is for: 1y, 5y
    surface,                 -- the words in the text
    giver,                   -- who gives it, where that is said
    receiver,                -- who gets it, where that is said
    purpose,                 -- the sentence that it stands in
    sums.article_id,         -- the article
    story_id,                -- the article's story
    sums.outlet_id,          -- the outlet
    outlet,                  -- its name
    articles.dated,          -- when the article was published, or first seen
    published_day,           -- its day at the outlet
    title,                   -- its headline
    url,                     -- its address
    sums.revision_id,        -- the text
    start_offset,            -- where the sum begins in it, in characters
    end_offset,              -- where it ends
    mentions.since           -- since when it has been of this commitment
FROM records.commitment_mentions AS mentions
JOIN records.ledger_sums AS sums USING (sum_id)
JOIN articles ON articles.article_id = sums.article_id
LEFT JOIN records.story_articles ON story_articles.article_id = sums.article_id
LEFT JOIN announced USING (commitment_id, story_id);

-- The funding ledger: every commitment of money, with what was said of it first and what came of that. Amounts of parts are never added to it.
CREATE VIEW commitments AS SELECT
    commitment_id,                                                      -- the commitment, by the sum that it began with
    arg_min(amount, (dated, start_offset)) AS amount,                   -- pounds as they were first said; of a year where the period is 1y
    max_by(period, (period <> 'none', period)) FILTER (role IN ('first', 'later mention')) AS period, -- none, or how long it is for: 1y, 5y
    mode(giver) AS giver,                                               -- who gives it, as most mentions say
    mode(receiver) AS receiver,                                         -- who gets it, as most mentions say
    arg_min(purpose, (dated, start_offset)) AS purpose,                 -- what it is for: the sentence of its first mention
    min(dated) AS announced,                                            -- when it was first told
    arg_min(published_day, (dated, start_offset)) AS announced_day,     -- the day of that, at its outlet
    arg_min(outlet_id, (dated, start_offset)) AS outlet_id,             -- in which outlet
    arg_min(outlet, (dated, start_offset)) AS outlet,                   -- its name
    arg_min(url, (dated, start_offset)) AS url,                         -- at which address
    max(announcement) AS announcements,                                 -- how many stories announced it
    count(*) AS mentions,                                               -- how many mentions it has
    count(DISTINCT article_id) AS articles,                             -- in how many articles
    max(dated) AS newest,                                               -- when it was last told
    count(*) FILTER (role = 'change') AS changes,                       -- how many mentions give another sum later
    count(*) FILTER (role = 'conflict') AS conflicts,                   -- how many give another sum on the same days
    count(*) FILTER (role = 'part') AS parts,                           -- how many give a share of it
    arg_max(amount, (dated, start_offset)) FILTER (role IN ('first', 'later mention', 'change')) AS latest_amount -- pounds as they were last said
FROM commitment_mentions
GROUP BY commitment_id;

-- Articles that left their story, and sums that left their commitment, for another one.
CREATE VIEW regroupings AS SELECT
    'story' AS "group",     -- story or commitment
    article_id AS member_id, -- the article or the sum
    from_id,                -- what it left
    to_id,                  -- what it is of since
    kind,                   -- whether what it left goes on
    noted_at                -- when
FROM records.story_changes
UNION ALL SELECT 'commitment', sum_id, from_id, to_id, kind, noted_at FROM records.commitment_changes;
