-- Up Migration
-- What a registration may be the same as: our registrations, the CRM's accounts and open opportunities, the PRM's history.
create table match_records (
  id       integer generated always as identity primary key,
  record   text not null unique,                          -- MatchRecord.record
  name     text not null,                                 -- normalised
  keys     integer[] not null,                            -- hashed blocking keys (adapters/match/keys.ts)
  keyed_by smallint not null,                             -- version of the keys: rows of another one are keyed anew
  body     jsonb not null,                                -- MatchRecord; no readable personal data
  facts    jsonb not null                                 -- MatchFacts
);
-- Without a list of pending entries, which every look-up would have to read.
create index match_records_by_key on match_records using gin (keys) with (fastupdate = off);
create index match_records_by_version on match_records (keyed_by);

-- How common keys and n-grams are, learnt from a sample: one row, replaced as a whole.
create table match_statistics (
  one       boolean primary key default true check (one),
  records   integer not null,                             -- in match_records when it was learnt
  keys      integer[] not null,                           -- those that many records have
  key_share real[] not null,                              -- share of the records that have it
  grams     integer[] not null,
  gram_share real[] not null,
  learnt_at timestamptz not null default now()
);

-- How far each system of record was read.
create table mirror_marks (
  source      text primary key,                           -- crm:salesforce, prm:impartner
  mark        jsonb,                                      -- ChangeMark: where the next page begins; null: at the beginning
  caught_up   timestamptz                                 -- when there was last nothing more to read
);

-- The records that have at least one of the keys. As the owner, because `&&` is not leakproof: under a row-level policy it would
-- not use its index. Only the app may call it, and the app sees every record anyway.
create function match_candidates(the_keys integer[], the_strong integer[], but_not text, most integer)
returns table (id integer, name text, strong boolean)
language sql stable security definer set search_path = public, pg_temp set enable_seqscan = off as $$
  select m.id, m.name, m.keys && the_strong from match_records m
    where m.keys && the_keys and m.record <> but_not limit most
$$;
revoke all on function match_candidates(integer[], integer[], text, integer) from public;
grant execute on function match_candidates(integer[], integer[], text, integer) to quarterdeck_app;

do $$
declare t text;
begin
  foreach t in array array['match_records', 'match_statistics', 'mirror_marks'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy app_all on %I to quarterdeck_app using (true) with check (true)', t);
    execute format('create policy auditor_reads on %I for select to quarterdeck_auditor using (true)', t);
    execute format('create policy owner_all on %I to %I using (true) with check (true)', t, current_user);
    execute format('grant select on %I to quarterdeck_auditor', t);
    execute format('grant select, insert, update on %I to quarterdeck_app', t);
  end loop;
end $$;
-- An index of copies: what its system of record no longer has may go.
grant delete on match_records to quarterdeck_app;
-- The owner's look-up above has to be free of policies; the three roles are not owners and stay bound.
alter table match_records no force row level security;
drop policy owner_all on match_records;
