-- Up Migration
-- The signed log of authority: each change with its signature. Rows from before have none and count nothing.
alter table authority_versions
  add column body text,                                   -- canonical JSON text: version, at, by, prevHash, change …
  add column kid text,                                    -- key that signed the body
  add column signature text;                              -- Ed25519 over the body, base64url
do $$ begin
  execute format('grant usage on sequence %s to quarterdeck_app', pg_get_serial_sequence('authority_versions', 'version'));
end $$;

-- A key and a delegation can be revoked by the app, and nothing else of them can change.
revoke update on signing_keys, delegations from quarterdeck_app;
grant update (revoked_at) on signing_keys, delegations to quarterdeck_app;
create function revoked_for_good() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  raise exception '% was revoked at % and stays revoked; make a new one', tg_table_name, old.revoked_at
    using errcode = '42501';
end $$;
create trigger revoked_for_good before update of revoked_at on signing_keys for each row
  when (old.revoked_at is not null and (new.revoked_at is null or new.revoked_at > old.revoked_at))
  execute function revoked_for_good();
create trigger revoked_for_good before update of revoked_at on delegations for each row
  when (old.revoked_at is not null and (new.revoked_at is null or new.revoked_at > old.revoked_at))
  execute function revoked_for_good();

create index delegations_by_giver on delegations (from_person);
create index delegations_by_receiver on delegations (to_person);

-- Foreign keys that are looked up from the other side.
create index cases_by_previous on cases (previous_case) where previous_case is not null;
create index dead_letters_by_case on dead_letters (case_id) where case_id is not null;

-- What may be deleted is old by its date, so the date stays as it was written.
create function received_once() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  raise exception 'the date of a row of % stays as it was written', tg_table_name using errcode = '42501';
end $$;
create trigger received_once before update of received_at on dead_letters for each row
  when (new.received_at is distinct from old.received_at) execute function received_once();
create trigger received_once before update of received_at on webhook_events for each row
  when (new.received_at is distinct from old.received_at) execute function received_once();
