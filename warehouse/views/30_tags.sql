-- Councils and trusts that the latest text of an article mentions, one row a mention.
CREATE VIEW mentions AS SELECT
    article_id,  -- the article
    revision_id, -- the text
    outlet_id,   -- the outlet
    published,   -- when the article was published
    published_day, -- its day at the outlet
    title,       -- its headline
    url,         -- its address
    found."label" AS label,           -- COUNCIL or TRUST
    found.identifier AS identifier,   -- GSS code of the council, slug of the trust, or new
    coalesce(councils.name, trusts.name, found.identifier) AS name, -- the council or trust
    found."text" AS surface,          -- the words in the text
    coalesce(found.field, 'text') AS field, -- the part of the text that they stand in
    found."start" AS start_offset,    -- where they begin in that part, in characters
    found."end" AS end_offset,        -- where they end
    found.confidence AS certainty,    -- of the tagger, 0 to 1
    found."rule" AS found_by,         -- the rule that found it
    tagger       -- the version of the tagger
FROM (
    SELECT articles.*, tagger, unnest(mentions) AS found
    FROM articles JOIN records.taggings USING (revision_id) WHERE len(mentions) > 0
)
LEFT JOIN reference.councils ON councils.gss = found.identifier AND found."label" = 'COUNCIL'
LEFT JOIN reference.trusts ON trusts.slug = found.identifier AND found."label" = 'TRUST';

-- Which councils each article covers: one row an article and council.
CREATE VIEW coverage AS SELECT
    article_id,         -- the article
    outlet_id,          -- the outlet
    any_value(outlet) AS outlet,        -- the outlet's name
    any_value(published) AS published,  -- when the article was published
    any_value(published_day) AS published_day, -- its day at the outlet
    any_value(dated) AS dated,          -- the same, or when it was first seen
    any_value(title) AS title,          -- its headline
    any_value(url) AS url,              -- its address
    found.identifier AS council,        -- GSS code
    any_value(coalesce(councils.name, found.identifier)) AS name, -- the council
    any_value(councils.region) AS region, -- its region
    count(*) AS mentions,               -- how often it is mentioned
    max(found.confidence) AS certainty  -- of the surest mention, 0 to 1
FROM (
    SELECT articles.*, unnest(mentions) AS found
    FROM articles JOIN records.taggings USING (revision_id) WHERE len(mentions) > 0
)
LEFT JOIN reference.councils ON councils.gss = found.identifier
WHERE found."label" = 'COUNCIL'
GROUP BY article_id, outlet_id, found.identifier;

-- Amounts of public money in the latest text of each article.
CREATE VIEW funding AS SELECT
    article_id,  -- the article
    revision_id, -- the text
    outlet_id,   -- the outlet
    published,   -- when the article was published
    published_day, -- its day at the outlet
    title,       -- its headline
    url,         -- its address
    found."text" AS surface,       -- the words in the text
    found.minimum AS minimum,      -- pounds
    found.maximum AS maximum,      -- pounds; empty when unbounded
    found.period AS period,        -- none, or how long it is for: 1y, 5y, 1w, 1d
    found.kind AS kind,            -- what the sum is
    found.giver_id AS giver_id,    -- who gives it: a council's GSS code, or the slug of a trust or a public body; empty where the text does not say
    coalesce(giving.name, found.giver_id) AS giver_name, -- the same by its name
    found.giver_certainty AS giver_certainty, -- how sure the giver is, 0 to 1; empty without one
    found.receiver_id AS receiver_id, -- who gets it: a council's GSS code, or the slug of a trust or a public body; empty where the text does not say
    coalesce(receiving.name, found.receiver_id) AS receiver_name, -- the same by its name
    found.receiver_certainty AS receiver_certainty, -- how sure the receiver is, 0 to 1; empty without one
    found.nation AS nation,        -- where it is for
    found.announced AS announced,  -- whether it is told as new, where that is said
    found.starts AS starts,        -- the first day of the years that the text names
    found.ends AS ends,            -- the last
    passage_of(words_of_field(found.field, title, standfirst, body, corrections), found."start", found."end") AS passage, -- the paragraph
    coalesce(found.field, 'text') AS field, -- the part of the text that it stands in
    found."start" AS start_offset, -- where the amount begins in that part, in characters
    found."end" AS end_offset,     -- where it ends
    found.confidence AS certainty, -- of the tagger in what the sum is, 0 to 1
    found."rule" AS found_by,      -- the rule that found it
    tagger       -- the version of the tagger
FROM (
    SELECT articles.* EXCLUDE ("text"), articles."text" AS body, tagger, unnest(funding) AS found
    FROM articles JOIN records.taggings USING (revision_id) WHERE len(funding) > 0
) AS funded
LEFT JOIN bodies AS giving ON giving.identifier = found.giver_id
LEFT JOIN bodies AS receiving ON receiving.identifier = found.receiver_id;

-- Ofsted's grades as articles state them, beside Ofsted's own table.
CREATE VIEW judgements AS SELECT
    article_id,  -- the article
    revision_id, -- the text
    outlet_id,   -- the outlet
    judged.published AS published, -- when the article was published
    published_day, -- its day at the outlet
    title,       -- its headline
    url,         -- its address
    found.council AS council,      -- GSS code
    coalesce(councils.name, found.council) AS name, -- the council
    found.grade AS stated_grade,   -- the grade that the text states
    found.aspect AS aspect,        -- overall, or the sub-judgement
    found.previous AS previous,    -- whether the text gives it as a former grade
    named_date(found.inspected, found.inspected_precision) AS inspected, -- when the council was inspected, as exactly as it is said: 2019, 2019-05 or 2019-05-12
    found.inspected_precision AS inspected_precision, -- how exactly it is said
    found.inspected AS inspected_from, -- the first day that this may be
    found.framework AS framework,  -- the rules that the inspection followed, where that is said
    outcomes.grade AS ofsted_grade, -- the grade of Ofsted's table, which holds the latest inspection alone
    outcomes.published AS ofsted_published, -- when that report came out
    CASE
        WHEN found.previous OR found.aspect <> 'overall' OR outcomes.grade IS NULL THEN NULL
        WHEN published_day IS NULL OR published_day < outcomes.published THEN NULL
        WHEN year(found.inspected) < year(outcomes.published) THEN NULL
        ELSE found.grade = outcomes.grade
    END AS agrees, -- whether the two agree; empty where they speak of different inspections or the table has no grade
    found."text" AS surface,       -- the words in the text
    passage_of(words_of_field(found.field, title, standfirst, body, corrections), found."start", found."end") AS passage, -- the paragraph
    coalesce(found.field, 'text') AS field, -- the part of the text that it stands in
    found."start" AS start_offset, -- where they begin in that part, in characters
    found."end" AS end_offset,     -- where they end
    found.confidence AS certainty, -- of the tagger, 0 to 1
    found."rule" AS found_by,      -- the rule that found it
    tagger       -- the version of the tagger
FROM (
    SELECT articles.* EXCLUDE ("text"), articles."text" AS body, tagger, unnest(judgements) AS found
    FROM articles JOIN records.taggings USING (revision_id) WHERE len(judgements) > 0
) AS judged
LEFT JOIN reference.councils ON councils.gss = found.council
LEFT JOIN reference.ofsted_outcomes AS outcomes ON outcomes.council = found.council;

-- What happened or is to happen, as articles say.
CREATE VIEW events AS SELECT
    article_id,  -- the article
    revision_id, -- the text
    outlet_id,   -- the outlet
    published,   -- when the article was published
    published_day, -- its day at the outlet
    title,       -- its headline
    url,         -- its address
    found.kind AS kind,            -- what happened
    found.bodies AS bodies,        -- GSS codes and slugs of those concerned
    named_date(found."on", found.on_precision) AS happens, -- when, as exactly as it is said: 2019, 2019-05 or 2019-05-12
    found.on_precision AS happens_precision, -- how exactly it is said
    found."on" AS happens_from,    -- the first day that this may be
    found."text" AS surface,       -- the words in the text
    passage_of(words_of_field(found.field, title, standfirst, body, corrections), found."start", found."end") AS passage, -- the paragraph
    coalesce(found.field, 'text') AS field, -- the part of the text that it stands in
    found."start" AS start_offset, -- where they begin in that part, in characters
    found."end" AS end_offset,     -- where they end
    found.confidence AS certainty, -- of the tagger, 0 to 1
    found."rule" AS found_by,      -- the rule that found it
    tagger       -- the version of the tagger
FROM (
    SELECT articles.* EXCLUDE ("text"), articles."text" AS body, tagger, unnest(events) AS found
    FROM articles JOIN records.taggings USING (revision_id) WHERE len(events) > 0
);
