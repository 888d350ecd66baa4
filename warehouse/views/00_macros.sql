-- The paragraph, or paragraphs, of a text around two offsets: from the blank line before to the blank line after.
CREATE OR REPLACE MACRO passage_of(body, first_character, last_character) AS substring(
    body,
    first_character + 2 - coalesce(nullif(position(chr(10) || chr(10) IN reverse(substring(body, 1, first_character))), 0), first_character + 1),
    last_character - first_character
    + coalesce(nullif(position(chr(10) || chr(10) IN reverse(substring(body, 1, first_character))), 0), first_character + 1) - 1
    + coalesce(nullif(position(chr(10) || chr(10) IN substring(body, last_character + 1)), 0), length(body) - last_character + 1) - 1
);

-- What a field of a revision holds: the characters that offsets in it count.
CREATE OR REPLACE MACRO words_of_field(field, title, standfirst, body, corrections) AS CASE coalesce(field, 'text')
    WHEN 'title' THEN title
    WHEN 'standfirst' THEN coalesce(standfirst, '')
    WHEN 'corrections' THEN coalesce(array_to_string(corrections, chr(10) || chr(10)), '')
    ELSE body
END;

-- The day of a moment on an outlet's own clock: a date without a time is that day.
CREATE OR REPLACE MACRO day_at(moment, timezone) AS (moment AT TIME ZONE coalesce(timezone, 'Europe/London'))::DATE;

-- A date as exactly as a text names it: 2019, 2019-05 or 2019-05-12. Where nothing says how exactly, no more than its year.
CREATE OR REPLACE MACRO named_date(first_day, "precision") AS CASE "precision" WHEN 'day' THEN strftime(first_day, '%Y-%m-%d') WHEN 'month' THEN strftime(first_day, '%Y-%m') ELSE strftime(first_day, '%Y') END;

-- A text's letters and digits alone, in small: what is left when spaces, quotes and signs are set anew.
CREATE OR REPLACE MACRO plain_letters(body) AS lower(regexp_replace(body, '[^\pL\pN]+', '', 'g'));

-- Whether two headlines of one article, as letters, are the same but for a word before or behind: "Analysis: ...".
CREATE OR REPLACE MACRO is_headline_again(letters, others) AS (contains(letters, others) OR contains(others, letters))
    AND least(length(letters), length(others)) >= 0.6 * greatest(length(letters), length(others));

-- Under which filters a row is the best passage of its card (a policy's in one story, of one state), a bit for each choice of
-- filters by outlet (1), stance (2) and direction (4), added up: bit 0 is none, bit 3 outlet and stance. With one row for each
-- card under any of them, pages and counts add up.
CREATE OR REPLACE MACRO leads_of(policy_id, story_id, state, outlet_id, stance, direction, score, candidate_id) AS
    1 * (row_number() OVER (PARTITION BY policy_id, story_id, state ORDER BY score DESC, candidate_id) = 1)::BIGINT
    + 2 * (row_number() OVER (PARTITION BY policy_id, story_id, state, outlet_id ORDER BY score DESC, candidate_id) = 1)::BIGINT
    + 4 * (row_number() OVER (PARTITION BY policy_id, story_id, state, stance ORDER BY score DESC, candidate_id) = 1)::BIGINT
    + 8 * (row_number() OVER (PARTITION BY policy_id, story_id, state, outlet_id, stance ORDER BY score DESC, candidate_id) = 1)::BIGINT
    + 16 * (row_number() OVER (PARTITION BY policy_id, story_id, state, direction ORDER BY score DESC, candidate_id) = 1)::BIGINT
    + 32 * (row_number() OVER (PARTITION BY policy_id, story_id, state, outlet_id, direction ORDER BY score DESC, candidate_id) = 1)::BIGINT
    + 64 * (row_number() OVER (PARTITION BY policy_id, story_id, state, stance, direction ORDER BY score DESC, candidate_id) = 1)::BIGINT
    + 128 * (row_number() OVER (PARTITION BY policy_id, story_id, state, outlet_id, stance, direction ORDER BY score DESC, candidate_id) = 1)::BIGINT;

-- Under which filters a better row of the same card takes the lead from another one: those that let both through. The bits are those of leads_of.
CREATE OR REPLACE MACRO leads_taken(same_outlet, same_stance, same_direction) AS
    (if(same_outlet, 3, 1) * if(same_stance, 5, 1) * if(same_direction, 17, 1))::BIGINT;

-- Whether a row is the best of its card under filters by outlet, stance and direction, each NULL where there is none.
CREATE OR REPLACE MACRO leads_under(leads, outlet, stance, direction) AS
    (leads >> ((outlet IS NOT NULL)::BIGINT + 2 * (stance IS NOT NULL)::BIGINT + 4 * (direction IS NOT NULL)::BIGINT)) & 1 = 1;

-- Whether an article passes the filters by search results, council, trust and kind of funding; NULL lets everything through.
CREATE OR REPLACE MACRO is_let_through(of_article, results, of_council, of_trust, of_funding) AS
    (results IS NULL OR of_article IN (SELECT unnest(results::UUID[])))
    AND (of_council IS NULL OR of_article IN (SELECT article_id FROM records.covered WHERE council = of_council))
    AND (of_trust IS NULL OR of_article IN (
        SELECT article_id FROM records.article_labels WHERE "label" = 'TRUST' AND identifier = of_trust
    ))
    AND (of_funding IS NULL OR of_article IN (
        SELECT article_id FROM records.article_labels WHERE "label" = 'FUNDING' AND identifier = of_funding
    ));
