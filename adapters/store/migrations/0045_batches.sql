-- Up Migration
-- Work over many items. Where each item stands is here and nowhere else: the workflow of a batch only drives it.
create table batches (
  batch_id     text primary key,                          -- the workflow id
  kind         text not null,                             -- which work it is (activities/batch/kinds.ts)
  name         text not null,                             -- what it is about, such as 2026-Q3
  input        jsonb not null default '{}',               -- what its kind has to know; never personal data
  state        text not null default 'running' check (state in ('running', 'paused', 'ended')),
  requested_by text not null,                             -- person id, or system
  opened_at    timestamptz not null,
  planned      boolean not null default false,            -- every item is there
  changes      integer not null default 1,                -- raised whenever its workflow has to look
  told         integer not null default 0,                -- how many of them its workflow was told
  ended_at     timestamptz
);
create index batches_to_tell on batches (batch_id) where changes > told;
create index batches_open on batches (opened_at desc) where state <> 'ended';

-- A case, or the page of rows that come after one key and up to another.
create table batch_items (
  batch_id   text not null references batches,
  last_key   text not null,                               -- of a case: its own key
  alone      boolean not null default false,              -- a row that failed, taken out of its page
  ordinal    integer not null,
  after_key  text,                                        -- null: from the first row on
  size       integer not null check (size >= 0),          -- rows, without those taken out
  state      text not null default 'waiting' check (state in ('waiting', 'running', 'asked', 'done', 'failed')),
  attempt    integer not null default 1,
  error      text,
  case_id    text,
  changed_at timestamptz not null,
  primary key (batch_id, last_key, alone)
);
create index batch_items_open on batch_items (batch_id, state, ordinal) where state in ('waiting', 'running', 'asked');
create index batch_items_planned on batch_items (batch_id, ordinal desc);
create index batch_items_failed on batch_items (batch_id, changed_at desc) where state = 'failed';

do $$
declare t text;
begin
  foreach t in array array['batches', 'batch_items'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy app_all on %I to quarterdeck_app using (true) with check (true)', t);
    execute format('create policy auditor_reads on %I for select to quarterdeck_auditor using (true)', t);
    execute format('create policy owner_all on %I to %I using (true) with check (true)', t, current_user);
    execute format('grant select on %I to quarterdeck_auditor', t);
    execute format('grant select, insert on %I to quarterdeck_app', t);
  end loop;
end $$;
grant update (state, planned, changes, told, ended_at) on batches to quarterdeck_app;
grant update (after_key, size, state, attempt, error, case_id, changed_at) on batch_items to quarterdeck_app;
