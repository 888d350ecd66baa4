-- Outlets that are watched, or were.
CREATE VIEW outlets AS SELECT
    outlet_id,  -- the outlet's slug
    name,       -- its name
    home,       -- its front page
    domains,    -- the hosts that it may be fetched from
    tier,       -- what sort of publisher it is
    schedule,   -- how often it is crawled
    republish,  -- what of it may be shown to the public
    enabled,    -- whether it is crawled
    why,        -- why it is not
    timezone,   -- of its dates
    expected,   -- articles a day that its volume lets expect
    listed      -- whether its file still exists
FROM records.outlets;

-- Tracked policies, as the file of policies has them now, with the verdict that is in force.
CREATE VIEW policies AS
WITH in_force AS (
    SELECT policy_id, arg_max(status, sequence) AS status, arg_max(effective, sequence) AS effective,
        arg_max(text, sequence) AS text
    FROM records.verdicts WHERE kind = 'written' GROUP BY policy_id
)
SELECT
    policies.policy_id AS policy_id, -- the policy's slug
    title,       -- a line for the queue
    promise,     -- what was promised, in our own words
    party,       -- who promised it
    year,        -- at which general election
    source,      -- where the promise can be read
    document,    -- the document that made the promise
    since,       -- the day from which events count
    completion,  -- what would count as completion
    progress,    -- what would count as progress
    failure,     -- what would count as failure
    terms,       -- the phrases that passages are found by
    coalesce(in_force.status, policies.status) AS status, -- the tracker's word for where it stands: of the verdict in force, or of the file where there is none
    if(in_force.status IS NULL, policies.status_date, in_force.effective) AS status_date, -- the day from which that holds
    if(in_force.status IS NULL, policies.verdict, in_force.text) AS verdict, -- what happened, in sentences
    version,     -- a digest of the policy's words
    listed,      -- whether the file still names it
    weight       -- how much its cards count in the order of the queue, beside those of others
FROM records.policies
LEFT JOIN in_force ON in_force.policy_id = policies.policy_id;

-- Every status and verdict that a policy has had, of the file of policies and of the book of verdicts.
CREATE VIEW policy_statuses AS SELECT
    policy_id,   -- the policy
    status,      -- the tracker's word
    status_date, -- the day from which that holds
    verdict,     -- what happened, in sentences
    loaded_at    -- when it was loaded or written
FROM (
    SELECT policy_id, status, status_date, verdict, noted_at AS loaded_at FROM records.policy_statuses
    UNION ALL BY NAME
    SELECT policy_id, status, effective AS status_date, text AS verdict, noted_at AS loaded_at
    FROM records.verdicts WHERE kind = 'written'
);

-- Local authorities of the United Kingdom, current and former.
CREATE VIEW councils AS SELECT
    gss,                -- the code that mentions carry
    gss_2025,           -- the code since 2025, of the two councils that got a new one
    code,               -- mySociety's three letters
    name,               -- the short name
    official_name,      -- the full name
    nation,             -- England, Wales, Scotland or Northern Ireland
    region,             -- the region
    type,               -- UA, MD, LBO, CTY, NMD and so on; COMB is a combined authority
    type_name,          -- the same in words
    started,            -- its first day, where that is known
    ended,              -- the first day on which it no longer was
    replaced_by,        -- its successor, by three-letter code
    current,            -- whether it still exists
    childrens_services, -- whether it is, or was, responsible for children's services in England
    dfe_number,         -- the Department for Education's number
    population_2020,    -- people in 2020
    names               -- other spellings
FROM reference.councils;

-- Bodies that run a council's children's services in its place, or were meant to.
CREATE VIEW trusts AS SELECT
    slug,                -- the identifier that mentions carry
    trusts.name AS name, -- its name
    aliases,             -- other names
    kind,                -- its legal form
    origin,              -- how it came about
    started,             -- as precise as the sources: a year, a month or a day
    ended,               -- the same
    status,              -- what became of it
    (SELECT list(served.gss ORDER BY served.gss) FROM reference.trust_councils AS served WHERE served.slug = trusts.slug) AS councils, -- GSS codes of the councils that it serves or served
    sources              -- addresses
FROM reference.trusts;

-- Governments, departments and national bodies: who gives public money beside councils and trusts, and at times gets it.
CREATE VIEW public_bodies AS SELECT
    slug,         -- the identifier that funding carries
    name,         -- its name now
    kind,         -- government, department or national body
    aliases,      -- other names and abbreviations
    former_names, -- its own, and those of bodies that went into it
    people        -- offices that stand for it
FROM reference.public_bodies;

-- Everybody that a code or a slug stands for: councils, trusts and public bodies.
CREATE VIEW bodies AS
SELECT
    gss AS identifier, -- GSS code of a council, slug of a trust or a public body
    name,              -- its name
    'council' AS kind  -- council, trust, government, department or national body
FROM reference.councils
UNION ALL SELECT slug, name, 'trust' FROM reference.trusts
UNION ALL SELECT slug, name, kind FROM reference.public_bodies;

-- Which councils a trust serves, and when.
CREATE VIEW trust_councils AS SELECT
    slug,  -- the trust
    gss,   -- the council
    since, -- the first day; empty for the trust's own
    until  -- the first day no longer; empty for the trust's own
FROM reference.trust_councils;

-- Ofsted's latest overall grade of each authority's children's services, as of 29 June 2026.
CREATE VIEW ofsted_outcomes AS SELECT
    council,             -- GSS code
    councils.name AS name, -- the council
    grade,               -- overall; empty where it was not read from the report
    inspection,          -- standard or short
    outcomes.started AS inspection_started, -- the first day of the inspection
    outcomes.ended AS inspection_ended,     -- its last day
    published,           -- when the report came out
    leadership,          -- the impact of leaders
    help_and_protection, -- children who need help and protection
    in_care,             -- children in care
    care_leavers,        -- care leavers
    report               -- the report's address
FROM reference.ofsted_outcomes AS outcomes JOIN reference.councils ON councils.gss = outcomes.council;
