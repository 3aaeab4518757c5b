-- Up Migration
-- By which policies the machine decides: each signed by the installation that has read it from its files. The policies themselves are
-- rows that any process of ours may insert.
create table policy_signatures (
  seq            bigint generated always as identity,
  lifecycle      text not null,
  version        text not null,
  effective_from timestamptz not null,
  signature      text not null,                          -- Ed25519 over lifecycle, version and effective_from, base64url
  primary key (lifecycle, version, signature),
  foreign key (lifecycle, version) references policies (lifecycle, version)
);
alter table policy_signatures enable row level security;
alter table policy_signatures force row level security;
create policy app_all on policy_signatures to quarterdeck_app using (true) with check (true);
create policy auditor_reads on policy_signatures for select to quarterdeck_auditor using (true);
do $$ begin
  execute format('create policy owner_all on policy_signatures to %I using (true) with check (true)', current_user);
end $$;
grant select on policy_signatures to quarterdeck_auditor;
grant select, insert on policy_signatures to quarterdeck_app;
