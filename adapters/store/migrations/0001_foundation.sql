-- Up Migration
-- Roles are made by migrate.ts before this runs; the migration's user owns everything, the three roles own nothing.
create extension if not exists pg_trgm;

create table cases (
  case_id         text primary key,                       -- the workflow id
  lifecycle       text not null,
  source          text not null,
  external_id     text not null,
  sequence        integer not null check (sequence >= 1),
  partner_id      text,
  segment         text,                                   -- tier/region/program
  status          text not null default 'running',
  outcome         text,
  mode            text,                                   -- rollout mode the case was decided under
  revision        integer not null default 1,
  open_problem    text not null default 'none',
  gate            jsonb,                                  -- the open gate: kind, round, dueAt, assignee, reasons
  assignee        text,
  summary         jsonb not null default '{}',            -- what lists and boards show; never personal data
  policy_version  text,
  evidence_hash   text,
  previous_case   text references cases,
  sample          boolean not null default false,
  schema_version  integer not null default 1,
  created_at      timestamptz not null default now(),
  updated_at      timestamptz not null default now(),
  unique (lifecycle, source, external_id, sequence)
);
create index cases_by_status on cases (lifecycle, status, updated_at desc);
create index cases_by_partner on cases (partner_id);

create table submissions (
  case_id        text not null references cases,
  revision       integer not null,
  update_id      text not null,                           -- source + external id + version
  canonical      jsonb not null,                          -- the submission; personal fields sealed per subject
  content_hash   text not null,
  subjects       text[] not null default '{}',            -- whose sealed data `canonical` holds
  received_at    timestamptz not null default now(),
  schema_version integer not null default 1,
  primary key (case_id, revision),
  unique (update_id)
);

create table dead_letters (
  id           uuid primary key,
  source       text not null,
  received_at  timestamptz not null default now(),
  content_type text,
  subject_id   text not null,                             -- the letter's own key: it may hold several people's data
  people       text[] not null default '{}',              -- keyed hashes of the addresses found in it
  body         bytea not null,                            -- sealed
  problem      jsonb not null,                            -- { code, title, field, fix }
  retried_at   timestamptz,
  case_id      text references cases
);

create table webhook_events (
  source      text not null,
  event_id    text not null,
  body_hash   text not null,
  received_at timestamptz not null default now(),
  case_id     text,
  primary key (source, event_id)
);

-- Personal data: one key per data subject; destroying the key is the erasure.
create table subjects (
  subject_id   text primary key,                          -- person and generation; a person erased and seen again gets a new key
  person       text not null,                             -- keyed hash of the person's address
  wrapped_key  bytea,                                     -- null once destroyed
  created_at   timestamptz not null default now(),
  destroyed_at timestamptz
);
create unique index subjects_one_live_key on subjects (person) where destroyed_at is null;
create index subjects_by_person on subjects (person);

create table evidence (
  hash           text not null,                           -- sha256 of the canonical JSON text (RFC 8785)
  case_id        text not null,
  kind           text not null,
  body           text not null,                           -- the canonical JSON text itself, personal values sealed
  subjects       text[] not null default '{}',
  created_at     timestamptz not null default now(),
  schema_version integer not null default 1,
  primary key (hash, case_id, kind)                       -- two cases may rest on the same bytes
);
create index evidence_by_case on evidence (case_id, created_at);
create index evidence_by_subject on evidence using gin (subjects);

-- Every link binds its case: sha256(prev_hash LF case_id LF seq LF body), the first one over 64 zeros.
create table audit (
  case_id   text not null,
  seq       integer not null,
  at        timestamptz not null,                         -- the body's own `at`, for searching
  body      text not null,                                -- canonical JSON text: at, actor, action, …
  prev_hash text not null,
  hash      text not null,
  primary key (case_id, seq)
);
create index audit_by_time on audit (at);
-- `unsealed` until a checkpoint has covered this very head. A flag beside the head, not a running number: numbers are
-- given before transactions commit, so that a checkpoint would pass over a head whose transaction was still open.
create table audit_heads (
  case_id  text primary key,
  seq      integer not null,
  hash     text not null,
  unsealed boolean not null
);
create index audit_heads_unsealed on audit_heads (case_id) where unsealed;

create table checkpoints (
  number    integer primary key,                          -- 1, 2, 3 … without a gap
  at        text not null,                                -- UTC instant, ISO 8601, as hashed
  heads     text not null,                                -- canonical JSON text: [[case, seq, hash], …] not yet covered
  prev_hash text not null unique,
  hash      text not null,                                -- sha256(prev_hash LF number LF at LF heads)
  kid       text not null,
  signature text not null                                 -- Ed25519 over the hash, base64url
);

create table effects (
  key          text primary key,                          -- case id + step + revision
  case_id      text not null,
  step         text not null,
  revision     integer not null,
  operation    text not null,                             -- e.g. crm.upsertAccount
  payload      jsonb not null,
  payload_hash text not null,
  status       text not null check (status in ('intended', 'sent', 'done', 'failed', 'in_doubt')),
  before       jsonb,                                     -- what the undo puts back
  landed       jsonb,
  error        jsonb,
  undoes       text references effects,                   -- set on the row of an undo
  sent_at      timestamptz,
  lease_until  timestamptz,
  attempts     integer not null default 0,
  created_at   timestamptz not null default now(),
  updated_at   timestamptz not null default now()
);
create index effects_by_case on effects (case_id, created_at);
create unique index effects_one_undo on effects (undoes) where undoes is not null;

create table policies (
  version        text primary key,                        -- sha256 of the canonical JSON, 12 hex digits shown
  effective_from timestamptz not null,
  body           jsonb not null,
  created_at     timestamptz not null default now()
);

-- Authority: who may do what; always the current state.
create table people (
  person_id  text primary key,                            -- opaque
  name       text not null,
  email      text,
  role       text not null,
  region     text,
  time_zone  text not null default 'UTC',
  manager    text,
  limit_usd  numeric(18, 2),
  partner_id text,                                        -- for people of a partner
  partners   text[] not null default '{}',                -- a channel manager's own partners; empty: all of the region
  active     boolean not null default true
);
create table signing_keys (
  kid        text primary key,
  person_id  text not null,                               -- or `installation`
  public_key text not null,                               -- SPKI, base64
  valid_from timestamptz not null,
  valid_to   timestamptz,
  revoked_at timestamptz
);
create table delegations (
  id         uuid primary key,
  from_person text not null references people,
  to_person  text not null references people,
  starts_at  timestamptz not null,
  ends_at    timestamptz not null,
  created_by text not null,
  revoked_at timestamptz
);
create table nonces (
  nonce   text primary key,
  case_id text not null,
  kid     text not null,
  used_at timestamptz not null default now()
);
create table authority_versions (
  version integer generated always as identity primary key,
  at      timestamptz not null default now(),
  change  jsonb not null
);

create table rollout (
  lifecycle  text not null,
  segment    text not null,                               -- tier/region/program, `*` matches any part
  mode       text not null check (mode in ('off', 'shadow', 'assisted', 'automated')),
  reason     text not null,
  changed_by text not null,
  token      text,                                        -- the signed promotion, named by automatic approvals
  changed_at timestamptz not null default now(),
  primary key (lifecycle, segment)
);

-- What the decider would have done beside what a person did: the ground of promotion and demotion.
create table agreements (
  case_id    text not null,
  revision   integer not null,
  lifecycle  text not null,
  segment    text not null,
  machine    text not null,
  human      text,
  agreed     boolean,
  amount_usd numeric(18, 2) not null default 0,
  at         timestamptz not null default now(),
  primary key (case_id, revision)
);
create index agreements_by_segment on agreements (lifecycle, segment, at);

-- Registrations for conflict look-up, and their protection windows.
create table registrations (
  case_id         text primary key references cases,
  partner_id      text not null,
  customer_name   text not null,
  normalised_name text not null,
  domain          text,
  status          text not null,
  submitted_at    timestamptz not null,
  protected_until timestamptz,
  closure_reason  text
);
create index registrations_by_domain on registrations (domain) where domain is not null;
create index registrations_by_name on registrations (normalised_name);
create index registrations_by_trigram on registrations using gin (normalised_name gin_trgm_ops);

create table installation (
  name  text primary key,
  value jsonb not null
);

-- One round trip per audit row: next number, hash over the previous one, new head. The only way to write either table.
create function audit_append(the_case text, the_body text) returns table (seq integer, hash text)
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  last_seq integer;
  last_hash text;
  next_hash text;
begin
  insert into audit_heads as h (case_id, seq, hash, unsealed) values (the_case, 0, repeat('0', 64), true)
    on conflict (case_id) do nothing;
  select h.seq, h.hash into strict last_seq, last_hash from audit_heads h where h.case_id = the_case for update;
  next_hash := encode(sha256(convert_to(
    last_hash || E'\n' || the_case || E'\n' || (last_seq + 1) || E'\n' || the_body, 'UTF8')), 'hex');
  insert into audit (case_id, seq, at, body, prev_hash, hash)
    values (the_case, last_seq + 1, (the_body::json ->> 'at')::timestamptz, the_body, last_hash, next_hash);
  update audit_heads h set seq = last_seq + 1, hash = next_hash, unsealed = true where h.case_id = the_case;
  return query select last_seq + 1, next_hash;
end $$;

-- Adds a checkpoint onto the last one and marks the heads it covers. A head that has moved on since it was read, or that
-- an open transaction holds, stays unsealed and comes again with the next checkpoint.
create function audit_checkpoint(the_number integer, the_at text, the_heads text, the_prev_hash text, the_kid text, the_signature text)
returns text language plpgsql security definer set search_path = public, pg_temp as $$
declare
  the_hash text := encode(sha256(convert_to(
    the_prev_hash || E'\n' || the_number || E'\n' || the_at || E'\n' || the_heads, 'UTF8')), 'hex');
begin
  if the_prev_hash is distinct from coalesce((select c.hash from checkpoints c where c.number = the_number - 1),
      case when the_number = 1 then repeat('0', 64) end)
    or exists (select from checkpoints c where c.number >= the_number) then
    raise exception 'checkpoint % does not follow the last one', the_number using errcode = '40001';
  end if;
  if exists (
    select from jsonb_array_elements(the_heads::jsonb) as head
      left join audit a on a.case_id = head ->> 0 and a.seq = (head ->> 1)::integer and a.hash = head ->> 2
      where a.case_id is null) then
    raise exception 'checkpoint % names a head that the audit does not hold', the_number;
  end if;
  insert into checkpoints (number, at, heads, prev_hash, hash, kid, signature)
    values (the_number, the_at, the_heads, the_prev_hash, the_hash, the_kid, the_signature)
    on conflict do nothing;
  if not found then
    raise exception 'checkpoint % was written meanwhile', the_number using errcode = '40001';
  end if;
  update audit_heads set unsealed = false where case_id in (
    select h.case_id from audit_heads h
      join jsonb_array_elements(the_heads::jsonb) as head on h.case_id = head ->> 0
      where h.seq = (head ->> 1)::integer and h.hash = head ->> 2
      for update of h skip locked);
  return the_hash;
end $$;

-- Conflict look-up in one round trip: the trigram index answers `%` only, whose threshold is a setting. As the owner, because
-- `%` is not leakproof: under any row-level policy, even one that lets everything through, it would scan the whole table
-- (measured at 20,000 rows: 157 ms a look-up). Only the app may call it, and the app sees every registration anyway.
-- Sequential scans are off in it: the planner takes a trigram comparison for as cheap as any other and would read every row.
create function registration_matches(the_case text, the_domain text, the_name text, threshold real)
returns table (case_id text, partner_id text, customer_name text, domain text, status text, submitted_at timestamptz,
  protected_until timestamptz, match text, similarity real)
language plpgsql stable security definer set search_path = public, pg_temp set enable_seqscan = off as $$
begin
  perform set_config('pg_trgm.similarity_threshold', threshold::text, true);
  return query
    select r.case_id, r.partner_id, r.customer_name, r.domain, r.status, r.submitted_at, r.protected_until,
        case when r.domain = the_domain then 'domain' when r.normalised_name = the_name then 'name' else 'similar' end,
        public.similarity(r.normalised_name, the_name)
      from registrations r
      where (r.domain = the_domain or r.normalised_name = the_name or r.normalised_name % the_name)
        and r.case_id <> the_case
        and r.status not in ('Rejected', 'Expired', 'Withdrawn')
      order by r.submitted_at, r.case_id;
end $$;

do $$
declare f text;
begin
  foreach f in array array['audit_append(text, text)', 'audit_checkpoint(integer, text, text, text, text, text)',
    'registration_matches(text, text, text, real)'] loop
    execute format('revoke all on function %s from public', f);
    execute format('grant execute on function %s to quarterdeck_app', f);
  end loop;
end $$;

-- Row-level security everywhere: the app sees all, the auditor reads all, a partner reads its own rows.
do $$
declare t text;
begin
  foreach t in array array['cases','submissions','dead_letters','webhook_events','subjects','evidence','audit','audit_heads',
    'checkpoints','effects','policies','people','signing_keys','delegations','nonces','authority_versions','rollout','agreements',
    'registrations','installation'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy app_all on %I to quarterdeck_app using (true) with check (true)', t);
    execute format('create policy auditor_reads on %I for select to quarterdeck_auditor using (true)', t);
    execute format('create policy owner_all on %I to %I using (true) with check (true)', t, current_user);
    execute format('grant select on %I to quarterdeck_auditor', t);
  end loop;
  foreach t in array array['cases','dead_letters','webhook_events','subjects','effects','people','signing_keys','delegations','rollout','agreements','registrations','installation'] loop
    execute format('grant select, insert, update on %I to quarterdeck_app', t);
  end loop;
  foreach t in array array['submissions','evidence','policies','nonces','authority_versions'] loop
    execute format('grant select, insert on %I to quarterdeck_app', t);
  end loop;
  -- Written by audit_append and audit_checkpoint only.
  foreach t in array array['audit','audit_heads','checkpoints'] loop
    execute format('grant select on %I to quarterdeck_app', t);
  end loop;
end $$;
-- The owner's look-up above has to be free of policies; the three roles are not owners and stay bound.
alter table registrations no force row level security;
drop policy owner_all on registrations;
revoke select on subjects from quarterdeck_auditor;

create policy partner_own on cases for select to quarterdeck_partner
  using (partner_id = nullif(current_setting('quarterdeck.partner', true), ''));
create policy partner_own on registrations for select to quarterdeck_partner
  using (partner_id = nullif(current_setting('quarterdeck.partner', true), ''));
grant select (case_id, lifecycle, source, external_id, sequence, partner_id, status, outcome, revision, created_at, updated_at)
  on cases to quarterdeck_partner;
grant select (case_id, partner_id, customer_name, status, submitted_at, protected_until, closure_reason)
  on registrations to quarterdeck_partner;
