-- Up Migration
-- What a claim is compared by with others: the facts of its latest look. Names and numbers of customers, invoices and sellers are keyed hashes.
create table claim_facts (
  case_id      text primary key references cases,
  seq          bigint generated always as identity,       -- the order of the first looks: which of two duplicates was first
  claim        text not null,                             -- the same for all cases of one claim
  partner      text not null,
  parent       text,                                      -- the partner above it
  program      text,
  type         text,
  request      text,                                      -- the request for funds that it draws on
  submitted_on date not null,
  usd          numeric,                                   -- the most that it may pay
  customer     jsonb not null,                            -- keyed: words, each by its spellings
  sellers      text[] not null                            -- keyed
);
create index claim_facts_by_program on claim_facts (program, submitted_on);
create index claim_facts_by_partner on claim_facts (partner, program, submitted_on);
create index claim_facts_by_claim on claim_facts (claim);
create index claim_facts_by_request on claim_facts (request) where request is not null;

create table claim_fact_lines (
  case_id  text not null references claim_facts on delete cascade,
  line     text not null,
  partner  text not null,                                 -- as in claim_facts: what is counted is read from one table
  program  text,
  sku      text,
  quantity numeric,
  amount   numeric,
  currency text,
  usd      numeric,
  sold_on  date,
  sale     text,                                          -- record of the sale
  invoices text[] not null,                               -- keyed
  standing text not null default 'open' check (standing in ('open', 'granted', 'released')),
  primary key (case_id, line)
);
create index claim_fact_lines_by_program on claim_fact_lines (program, sold_on);
create index claim_fact_lines_by_sku on claim_fact_lines (program, sku, sold_on);
create index claim_fact_lines_by_partner on claim_fact_lines (partner, program, sku, sold_on);

-- What two claims of one sale share, such as `sale:crm:OpportunityLineItem/1`. Single texts rather than arrays: the operators of arrays use no
-- index under a row-level policy.
create table claim_fact_keys (
  key      text not null,
  case_id  text not null references claim_facts on delete cascade,
  line     text not null,                                 -- empty: all lines
  primary key (key, case_id, line)
);
create index claim_fact_keys_by_case on claim_fact_keys (case_id);

create table claim_fact_images (
  case_id text not null references claim_facts on delete cascade,
  hash    bit(256) not null,                              -- perceptual: like pictures share most of its bits
  primary key (case_id, hash)
);

create index mdf_claims_prefilled_by_claim on mdf_claims_prefilled (partner_id, claim);

do $$
declare t text;
begin
  foreach t in array array['claim_facts', 'claim_fact_lines', 'claim_fact_keys', 'claim_fact_images'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy app_all on %I to quarterdeck_app using (true) with check (true)', t);
    execute format('create policy auditor_reads on %I for select to quarterdeck_auditor using (true)', t);
    execute format('create policy owner_all on %I to %I using (true) with check (true)', t, current_user);
    execute format('grant select on %I to quarterdeck_auditor', t);
    execute format('grant select, insert on %I to quarterdeck_app', t);
  end loop;
end $$;
grant update on claim_facts to quarterdeck_app;
grant update (standing) on claim_fact_lines to quarterdeck_app;
-- The facts of a later look take the place of those before.
grant delete on claim_fact_lines, claim_fact_keys, claim_fact_images to quarterdeck_app;
