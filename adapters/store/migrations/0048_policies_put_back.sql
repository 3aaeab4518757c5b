-- Up Migration
-- A policy that was corrected for a day, and is then put back as it was, counts again: it is signed once more, with how often it was before.
alter table policy_signatures add column again integer not null default 0;
