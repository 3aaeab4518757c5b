-- Up Migration
-- When the protection window of a registration has to be started, or told that something has changed. Null: there is none, or its workflow sees
-- to the rest, as all do that were started before this column came.
alter table registrations add column window_due timestamptz;
create index registrations_by_window_due on registrations (window_due) where window_due is not null;
