-- Up Migration
-- Pages that look like another, or bear nearly the same numbers, are found by an index (adapters/store/claim/look-keys.ts).
alter table claim_fact_images add column numbers text[] not null default '{}';  -- keyed: the numbers on the page

create table claim_fact_image_parts (
  part    integer not null,                               -- of the picture's hash, or below zero of the numbers
  case_id text not null,
  hash    bit(256) not null,
  primary key (part, case_id, hash),
  foreign key (case_id, hash) references claim_fact_images on delete cascade
);
create index claim_fact_image_parts_by_image on claim_fact_image_parts (case_id, hash);

do $$
begin
  alter table claim_fact_image_parts enable row level security;
  alter table claim_fact_image_parts force row level security;
  create policy app_all on claim_fact_image_parts to quarterdeck_app using (true) with check (true);
  create policy auditor_reads on claim_fact_image_parts for select to quarterdeck_auditor using (true);
  execute format('create policy owner_all on claim_fact_image_parts to %I using (true) with check (true)', current_user);
end $$;
grant select on claim_fact_image_parts to quarterdeck_auditor;
grant select, insert on claim_fact_image_parts to quarterdeck_app;
