-- Up Migration
-- ConflictHistory: what each look at a registration found in its way, neutral between both sides, and kept for ever.
create table conflict_histories (
  case_id       text not null references cases,
  revision      integer not null,
  other_record  text not null,                            -- registration:<case>, crm:Account/<id>, crm:Opportunity/<id>
  partner_id    text not null,                            -- of the case
  verdict       text not null check (verdict in ('conflict', 'review')),
  clause        text not null,                            -- protected, registered, duplicate, active_cycle …
  probability   numeric not null,
  risk          integer not null,
  action        text not null,                            -- what is recommended
  this_first    boolean not null,
  evidence_hash text not null,
  this_side     jsonb not null,
  other_side    jsonb not null,                           -- names another partner: never granted to one
  fields        jsonb not null,                           -- field by field why
  appeal_until  timestamptz,
  appealed_by   text,                                     -- the case that is the appeal
  at            timestamptz not null,
  primary key (case_id, revision, other_record)
);
create index conflict_histories_by_other on conflict_histories (other_record);

-- What a claim on market development funds could be filled in with, read off a registration; a proposal for the claim's own case.
create table mdf_claims_prefilled (
  case_id     text not null references cases,
  revision    integer not null,
  partner_id  text not null,
  claim       text not null,
  campaign    text,
  activity_on date,
  amount      numeric,
  currency    text,
  problems    text[] not null,                            -- rules that speak against it; empty: proved and covered
  at          timestamptz not null,
  primary key (case_id, revision)
);

do $$
declare t text;
begin
  foreach t in array array['conflict_histories', 'mdf_claims_prefilled'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy app_all on %I to quarterdeck_app using (true) with check (true)', t);
    execute format('create policy auditor_reads on %I for select to quarterdeck_auditor using (true)', t);
    execute format('create policy owner_all on %I to %I using (true) with check (true)', t, current_user);
    execute format('create policy partner_own on %I for select to quarterdeck_partner '
      'using (partner_id = nullif(current_setting(''quarterdeck.partner'', true), ''''))', t);
    execute format('grant select on %I to quarterdeck_auditor', t);
    execute format('grant select, insert on %I to quarterdeck_app', t);
  end loop;
end $$;
-- Only the appeal is filled in later; what was found stays.
grant update (appeal_until, appealed_by) on conflict_histories to quarterdeck_app;
grant select (case_id, revision, partner_id, verdict, clause, this_first, appeal_until, at) on conflict_histories to quarterdeck_partner;
grant select (case_id, revision, partner_id, claim, campaign, activity_on, amount, currency, at) on mdf_claims_prefilled
  to quarterdeck_partner;
