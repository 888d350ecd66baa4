-- What was changed in the words of policies at the desk. Append-only; the first version of a policy is its file's.
CREATE TABLE records.policy_edits (
    edit_id UUID NOT NULL,          -- the row
    policy_id VARCHAR NOT NULL,     -- the policy
    editor VARCHAR NOT NULL,        -- who
    edited_at TIMESTAMPTZ NOT NULL, -- when
    before VARCHAR NOT NULL,        -- version of the policy's words until then
    after VARCHAR NOT NULL,         -- version from then on
    words VARCHAR NOT NULL          -- the whole policy from then on, as JSON
);
