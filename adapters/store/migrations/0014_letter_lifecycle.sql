-- Up Migration
-- Whose intake reads a dead letter again. Up to now there were registrations only.
alter table dead_letters add column lifecycle text not null default 'deal';
