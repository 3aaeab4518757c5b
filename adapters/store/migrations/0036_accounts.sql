-- Up Migration
-- Money for incentives. The events of a program are the truth: everything that is booked can be computed from them again. Nothing here is
-- ever changed or deleted; what corrects an entry is an entry of its own.
create table program_events (
  program   text not null,
  number    integer not null check (number >= 1),         -- the order in which they were taken
  event     text not null unique,
  body      text not null,                                -- canonical JSON text; people stand in it as tokens
  people    jsonb not null default '{}',                  -- by token: the person, sealed
  subjects  text[] not null default '{}',                 -- whose sealed data `people` holds
  versions  text[] not null,                              -- hashes of the program's versions that were in force
  case_id   text,
  effect    text not null,                                -- key of the write that has booked it
  at        timestamptz not null,
  previous  text not null,                                -- signature of the event before; '' for the first
  signature text not null,                                -- Ed25519 of the installation, base64url
  primary key (program, number)
);
create index program_events_by_case on program_events (case_id);
create index program_events_by_subject on program_events using gin (subjects);

-- Where an event stands since an event: a claim may wait for budget and be booked when another one makes room.
create table program_standings (
  program  text not null,
  number   integer not null,
  event    text not null,
  standing text not null check (standing in ('booked', 'waits', 'nothing')),
  why      text,
  primary key (program, number, event),
  foreign key (program, number) references program_events
);
create index program_standings_by_event on program_standings (event, number desc);

create table account_entries (
  entry        text primary key,                          -- id of the line of the calculation
  program      text not null,
  number       integer not null,                          -- with this event it was booked
  position     integer not null,                          -- among those of its event
  kind         text not null check (kind in ('accrual', 'bundle', 'true_up', 'refund', 'undo')),
  event        text not null,
  claim        text not null,
  line         text not null,
  partner_id   text not null,                             -- whose claim it is
  creditor_id  text not null,                             -- the partner on whose statement it stands
  person       text,                                      -- token of the person who is paid; null: the creditor is
  period       text not null,
  legal_entity text,
  booked_on    date not null,                             -- in the program's zone
  held_until   date,                                      -- first day on which it may be paid; null: it takes back
  currency     text not null,
  minor        numeric(38) not null,                      -- what it adds to what is owed
  trace        jsonb not null,
  foreign key (program, number) references program_events,
  unique (program, number, position)
);
create index account_entries_by_creditor on account_entries (creditor_id, booked_on);
create index account_entries_by_claim on account_entries (claim);
create index account_entries_by_line on account_entries (line);
create index account_entries_by_event on account_entries (event);
create index account_entries_by_day on account_entries (booked_on);

-- Debits are positive, credits negative, in the currency's minor units.
create table account_postings (
  entry    text not null references account_entries,
  account  text not null check (account in ('expense', 'payable', 'exchange_difference', 'paid')),
  currency text not null,
  minor    numeric(38) not null check (minor <> 0),
  primary key (entry, account, currency)
);

create function books_stay() returns trigger language plpgsql as $$
begin
  raise exception 'what was booked stays: it is corrected by an entry of its own' using errcode = 'integrity_constraint_violation';
end $$;

create function entry_balances() returns trigger language plpgsql as $$
begin
  if exists (select from account_postings where entry = new.entry group by currency having sum(minor) <> 0) then
    raise exception 'entry % does not balance', new.entry using errcode = 'check_violation';
  end if;
  return null;
end $$;
create constraint trigger entry_balances after insert on account_postings
  deferrable initially deferred for each row execute function entry_balances();

do $$
declare t text;
begin
  foreach t in array array['program_events', 'program_standings', 'account_entries', 'account_postings'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy app_all on %I to quarterdeck_app using (true) with check (true)', t);
    execute format('create policy auditor_reads on %I for select to quarterdeck_auditor using (true)', t);
    execute format('create policy owner_all on %I to %I using (true) with check (true)', t, current_user);
    execute format('grant select on %I to quarterdeck_auditor', t);
    execute format('grant select, insert on %I to quarterdeck_app', t);
    execute format('create trigger books_stay before update or delete or truncate on %I
      for each statement execute function books_stay()', t);
  end loop;
end $$;
revoke all on function books_stay(), entry_balances() from public;
