-- Up Migration
-- Tickets about what a person has to look into, in the ticket system of our own people. A ticket decides nothing: no other table
-- refers to these.
create table tickets (
  ticket_id     text primary key,                      -- names what it is about, so that there is one at most
  kind          text not null check (kind in ('effect', 'letter')),
  about         text not null,                         -- effect key or id of the dead letter
  case_id       text references cases,                 -- null for a dead letter
  lifecycle     text not null,
  segment       text not null,                         -- whose kill switch holds
  opening       jsonb not null,                        -- title, text, facts and labels; references only
  asked_by      text not null,                         -- person id, or `policy`
  asked_at      timestamptz not null,
  vendor        text,                                  -- of these five the system's own; null until it was opened
  vendor_id     text,
  key           text,
  url           text,
  opened_at     timestamptz,
  status        text check (status in ('open', 'in_progress', 'done')),
  vendor_status text,
  told_seq      integer not null default 0,            -- the last audit entry of the case that was looked at for the ticket
  hinted        boolean not null default false,        -- a webhook spoke of it: it is read
  settled       text,                                  -- what became of what it is about, in words; null while it stands
  closed_at     timestamptz,                           -- we have nothing more to write to it
  withdrawn_by  text,
  withdrawn_at  timestamptz,
  reopened_at   timestamptz,                           -- a person took our closing back: it is theirs
  problem       text,                                  -- why the last write to it failed
  failures      integer not null default 0,
  next_at       timestamptz,                           -- not written to before, by the application's clock
  unique (kind, about)
);
create index tickets_by_case on tickets (case_id) where case_id is not null;
create unique index tickets_by_vendor on tickets (vendor, vendor_id) where vendor_id is not null;
create index tickets_open on tickets (asked_at) where closed_at is null;

-- What is to be said on a ticket, in order.
create table ticket_notes (
  ticket_id text not null references tickets,
  number    integer not null,
  text      text not null,
  at        timestamptz not null,
  said      boolean not null default false,
  primary key (ticket_id, number)
);
create index ticket_notes_unsaid on ticket_notes (ticket_id) where not said;

-- What people said on it; foreign content, sealed whole, as it was when it was first read.
create table ticket_comments (
  ticket_id  text not null references tickets,
  comment_id text not null,                            -- the vendor's
  at         timestamptz not null,
  body       jsonb not null,                           -- { by, text }, sealed
  subjects   text[] not null,                          -- whose keys it is sealed with
  primary key (ticket_id, comment_id)
);

do $$
declare t text;
begin
  foreach t in array array['tickets', 'ticket_notes', 'ticket_comments'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy app_all on %I to quarterdeck_app using (true) with check (true)', t);
    execute format('create policy auditor_reads on %I for select to quarterdeck_auditor using (true)', t);
    execute format('create policy owner_all on %I to %I using (true) with check (true)', t, current_user);
    execute format('grant select on %I to quarterdeck_auditor', t);
    execute format('grant select, insert on %I to quarterdeck_app', t);
  end loop;
end $$;
grant update on tickets to quarterdeck_app;
grant update (said) on ticket_notes to quarterdeck_app;
