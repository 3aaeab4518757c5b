-- Up Migration
-- Incentive claims: the documents that came with them, sealed, and where each claim stands.
create table claim_documents (
  case_id    text not null references cases,
  hash       text not null,                               -- SHA-256 of the content
  subject_id text not null references subjects,           -- whose key seals it; copies for a later case of the claim share it
  people     text[] not null,                             -- keyed hashes of those whom the claim names
  bytes      bytea not null,                              -- sealed
  reading    bytea,                                       -- what was read of it, sealed; null: not read yet
  primary key (case_id, hash)
);
create index claim_documents_by_hash on claim_documents (hash);
create index claim_documents_by_person on claim_documents using gin (people);

create table claims (
  case_id    text primary key references cases,
  partner_id text not null,
  program    text,
  validation text not null check (validation in ('Auto-Approved', 'Requires Review', 'Rejected')),
  status     text check (status in ('Approved', 'Partially Approved', 'Rejected', 'Withdrawn', 'Accrued', 'Paid', 'Reversed')),
  at         timestamptz not null
);

do $$
declare t text;
begin
  foreach t in array array['claim_documents', 'claims'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy app_all on %I to quarterdeck_app using (true) with check (true)', t);
    execute format('create policy auditor_reads on %I for select to quarterdeck_auditor using (true)', t);
    execute format('create policy owner_all on %I to %I using (true) with check (true)', t, current_user);
    execute format('grant select on %I to quarterdeck_auditor', t);
    execute format('grant select, insert on %I to quarterdeck_app', t);
  end loop;
end $$;
-- What a document holds stays; only its reading is filled in.
grant update (reading) on claim_documents to quarterdeck_app;
grant update (program, validation, status, at) on claims to quarterdeck_app;
create policy partner_own on claims for select to quarterdeck_partner
  using (partner_id = nullif(current_setting('quarterdeck.partner', true), ''));
grant select (case_id, partner_id, program, status, at) on claims to quarterdeck_partner;
