-- Up Migration
-- What has to be read or fetched before it is a case: kept here before its sender is answered, read by the workflow `intake`.
create table deliveries (
  delivery_id  bigint generated always as identity primary key, -- in the order of arrival
  intake_id    text not null,                          -- workflow id: what it is about, not the event that told of it
  lifecycle    text not null,                          -- whose intake reads it
  source       text not null,
  form         text not null,
  content      text not null,                          -- keyed hash of the bytes; empty for a hint: one that waits says it all
  subject_id   text not null references subjects,      -- its own key, destroyed when it is settled
  people       text[] not null,                        -- keyed hashes of the addresses in it
  body         bytea,                                  -- sealed; null once it is settled
  reading      bytea,                                  -- sealed: what has been read of it so far
  partner_id   text,                                   -- as the submitter names it
  submitted_by text,                                   -- person id
  sample       boolean not null,
  letter_id    uuid,                                   -- the dead letter that is read again
  received_at  timestamptz not null,
  state        text not null default 'waiting' check (state in ('waiting', 'reading', 'settled')),
  claim        bigint,                                 -- the reading that it is part of
  fence        bigint,                                 -- the newest attempt at a step; what an older one has read is not kept
  attempts     integer not null default 0,
  next_at      timestamptz not null default now(),     -- not read before; these two by the database's clock
  admitted_at  timestamptz,                            -- when its workflow was last started
  settled_at   timestamptz,
  outcome      jsonb                                   -- cases, dead letters and reasons; no personal data
);
create sequence delivery_claims;
-- However many events speak of a record, and however often the same bytes come: one of them waits.
create unique index deliveries_waiting on deliveries (intake_id, content) where state = 'waiting';
create index deliveries_open on deliveries (next_at) where state <> 'settled';
create index deliveries_by_intake on deliveries (intake_id, delivery_id);
create index deliveries_by_claim on deliveries (claim) where claim is not null;
alter table deliveries enable row level security;
alter table deliveries force row level security;
create policy app_all on deliveries to quarterdeck_app using (true) with check (true);
create policy auditor_reads on deliveries for select to quarterdeck_auditor using (true);
create policy only_old on deliveries as restrictive for delete to quarterdeck_app
  using (state = 'settled' and received_at < now() - interval '31 days');
do $$ begin
  execute format('create policy owner_all on deliveries to %I using (true) with check (true)', current_user);
end $$;
grant select on deliveries to quarterdeck_auditor;
grant select, insert, delete on deliveries to quarterdeck_app;
grant update (body, reading, state, claim, fence, attempts, next_at, admitted_at, settled_at, outcome) on deliveries to quarterdeck_app;
grant usage on sequence delivery_claims to quarterdeck_app;

-- A submission that Temporal does not take waits longer each time, so that a hundred of them hold up nobody.
alter table undelivered add column attempts integer not null default 0,
  add column next_at timestamptz not null default now();
grant update (attempts, next_at) on undelivered to quarterdeck_app;
