-- What is watched, and the tables that ship with the package.
CREATE SCHEMA reference;

-- A tracked promise.
CREATE TABLE records.policies (
    policy_id VARCHAR NOT NULL,      -- the policy's slug
    title VARCHAR NOT NULL,          -- a line for the queue
    promise VARCHAR NOT NULL,        -- what was promised, in our own words
    party VARCHAR NOT NULL,          -- who promised it
    year BIGINT NOT NULL,            -- at which general election
    source VARCHAR NOT NULL,         -- where the promise can be read
    completion VARCHAR[],            -- what would count as completion
    progress VARCHAR[],              -- what would count as progress
    failure VARCHAR[],               -- what would count as failure
    terms VARCHAR[],                 -- the phrases that passages are found by
    status VARCHAR NOT NULL,         -- the tracker's word for where it stands
    status_date DATE,                -- when that was last judged
    verdict VARCHAR NOT NULL,        -- what happened, in sentences
    version VARCHAR NOT NULL,        -- the version of the file that it came from
    listed BOOLEAN NOT NULL,         -- whether the file still names it
    updated_at TIMESTAMPTZ NOT NULL  -- when any of this last changed here
);

-- Every status and verdict that a policy has had, each from the moment that it was loaded.
CREATE TABLE records.policy_statuses (
    policy_id VARCHAR NOT NULL, -- the policy
    status VARCHAR NOT NULL,    -- the tracker's word
    status_date DATE,           -- when that was judged
    verdict VARCHAR NOT NULL,   -- what happened, in sentences
    noted_at TIMESTAMPTZ NOT NULL     -- when it was loaded
);

-- An outlet that is watched, or was.
CREATE TABLE records.outlets (
    outlet_id VARCHAR NOT NULL,     -- the outlet's slug
    name VARCHAR NOT NULL,          -- its name
    home VARCHAR NOT NULL,          -- its front page
    domains VARCHAR[],              -- the hosts that it may be fetched from
    tier VARCHAR NOT NULL,          -- what kind of source it is: trade press, official and so on
    schedule VARCHAR NOT NULL,      -- how often it is crawled, by class
    republish VARCHAR NOT NULL,     -- what of it may be shown to the public: headline, quote or full
    enabled BOOLEAN NOT NULL,       -- whether it is crawled
    why VARCHAR NOT NULL,           -- why it is not
    timezone VARCHAR NOT NULL,      -- of its dates
    expected DOUBLE,                -- articles a day that its volume lets expect
    listed BOOLEAN NOT NULL,        -- whether its file still exists
    updated_at TIMESTAMPTZ NOT NULL -- when any of this last changed here
);

-- Local authorities of the United Kingdom, current and former.
CREATE TABLE reference.councils (
    gss VARCHAR NOT NULL,                -- the code that mentions carry
    gss_2025 VARCHAR,                    -- the code since 2025, of the two councils that got a new one
    code VARCHAR NOT NULL,               -- mySociety's three letters
    name VARCHAR NOT NULL,               -- the short name
    official_name VARCHAR NOT NULL,      -- the full name
    nation VARCHAR NOT NULL,             -- England, Wales, Scotland or Northern Ireland
    region VARCHAR NOT NULL,             -- the region
    type VARCHAR NOT NULL,               -- UA, MD, LBO, CTY, NMD and so on; COMB is a combined authority
    type_name VARCHAR NOT NULL,          -- the same in words
    started DATE,                        -- its first day, where that is known
    ended DATE,                          -- the first day on which it no longer was
    replaced_by VARCHAR,                 -- its successor, by three-letter code
    current BOOLEAN NOT NULL,            -- whether it still exists
    childrens_services BOOLEAN NOT NULL, -- whether it is, or was, responsible for children's services in England
    dfe_number BIGINT,                   -- the Department for Education's number
    county VARCHAR,                      -- a district's county, by three-letter code
    combined_authority VARCHAR,          -- by three-letter code
    former_gss VARCHAR[],                -- codes that it had before
    slug VARCHAR,                        -- GOV.UK's slug
    population_2020 BIGINT,              -- people in 2020
    names VARCHAR[]                      -- other spellings
);

-- Bodies that run a council's children's services in its place, or were meant to.
CREATE TABLE reference.trusts (
    slug VARCHAR NOT NULL,         -- the identifier that mentions carry
    name VARCHAR NOT NULL,         -- its name
    aliases VARCHAR[],             -- other names
    kind VARCHAR NOT NULL,         -- its legal form
    origin VARCHAR NOT NULL,       -- how it came about
    started VARCHAR,               -- as precise as the sources: a year, a month or a day
    ended VARCHAR,                 -- the same
    status VARCHAR NOT NULL,       -- what became of it
    sources VARCHAR[],             -- addresses
    verification VARCHAR NOT NULL  -- what was checked
);

-- Which councils a trust serves, and when.
CREATE TABLE reference.trust_councils (
    slug VARCHAR NOT NULL, -- the trust
    gss VARCHAR NOT NULL,  -- the council
    since DATE,            -- the first day; empty for the trust's own
    until DATE             -- the first day no longer; empty for the trust's own
);

-- Ofsted's latest overall grade of each authority's children's services.
CREATE TABLE reference.ofsted_outcomes (
    council VARCHAR NOT NULL,     -- GSS code
    urn BIGINT NOT NULL,          -- Ofsted's number of the provider
    grade VARCHAR,                -- overall; empty where it was not read from the report
    inspection VARCHAR,           -- standard or short
    started DATE,                 -- the first day of the inspection
    ended DATE,                   -- its last day
    published DATE NOT NULL,      -- when the report came out
    leadership VARCHAR,           -- the impact of leaders
    help_and_protection VARCHAR,  -- children who need help and protection
    in_care VARCHAR,              -- children in care
    care_leavers VARCHAR,         -- care leavers
    report VARCHAR NOT NULL       -- the report's address
);
