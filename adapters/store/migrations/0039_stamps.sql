-- Up Migration
-- What came in is stamped by the process that took it in, with a key that is not in the database: our own role can put in a row, and no
-- stamp. What was there before stays as it is and is told apart by a column that it cannot write.
alter table submissions add column stamp text, add column before_stamps boolean not null default true;
alter table submissions alter column before_stamps set default false;
revoke insert on submissions from quarterdeck_app;
grant insert (case_id, revision, update_id, canonical, content_hash, subjects, received_at, schema_version, stamp)
  on submissions to quarterdeck_app;

alter table deliveries add column stamp text, add column before_stamps boolean not null default true;
alter table deliveries alter column before_stamps set default false;
revoke insert on deliveries from quarterdeck_app;
grant insert (intake_id, lifecycle, source, form, content, subject_id, people, body, partner_id, submitted_by, sample, letter_id,
  received_at, file, stamp) on deliveries to quarterdeck_app;
