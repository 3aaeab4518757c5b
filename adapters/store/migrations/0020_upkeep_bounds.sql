-- Up Migration
-- What came in goes 31 days after it came (0004). Its date cannot be moved, so that nothing younger goes either.
revoke update on dead_letters, webhook_events from quarterdeck_app;
grant update (retried_at, case_id) on dead_letters to quarterdeck_app;
grant update (case_id) on webhook_events to quarterdeck_app;

-- An erasure looks from a person's key for what waits to be read.
create index deliveries_by_subject on deliveries (subject_id);
