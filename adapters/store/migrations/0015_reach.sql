-- Up Migration
-- Where a person is reached by channel, beside the mail address: { "slack": "U…", "prm": "…" }.
alter table people add column reach jsonb not null default '{}';
