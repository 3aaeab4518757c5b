-- Up Migration
-- What our own people were told about a question, a row for each message and channel. Its words are not kept: they are made anew.
create table staff_notices (
  seq         bigint generated always as identity, -- in the order in which they were asked for
  key         text primary key,                 -- case, round, occasion, person and channel
  case_id     text not null,
  round       integer not null,
  occasion    text not null,                    -- opened, reassigned, or a tick of the clock
  person_id   text not null,
  channel     text not null,
  status      text not null default 'intended' check (status in ('intended', 'sent', 'done', 'failed', 'in_doubt')),
  told        text,                             -- id of the message in its channel
  answered    boolean not null default false,   -- the channel has answered the last request
  asked_at    timestamptz not null,
  sent_at     timestamptz,                      -- this and the lease by the database's clock
  lease_until timestamptz,
  attempts    integer not null default 0,       -- counts leases: who finds another number here has lost its lease
  ended_at    timestamptz                       -- it says how the question ended, or cannot be changed
);
create index staff_notices_by_case on staff_notices (case_id, person_id);
alter table staff_notices enable row level security;
alter table staff_notices force row level security;
create policy app_all on staff_notices to quarterdeck_app using (true) with check (true);
create policy auditor_reads on staff_notices for select to quarterdeck_auditor using (true);
do $$ begin
  execute format('create policy owner_all on staff_notices to %I using (true) with check (true)', current_user);
end $$;
grant select on staff_notices to quarterdeck_auditor;
grant select, insert on staff_notices to quarterdeck_app;
grant update (status, told, answered, sent_at, lease_until, attempts, ended_at) on staff_notices to quarterdeck_app;
