-- Up Migration
-- Who goes about a record of which its vendor would take a second one: no field there is unique, and the search lags. Every lease ends by itself.
create table record_leases (
  record      text primary key,                           -- sha256 of the operation and the external id
  holder      text not null,                              -- key of the effect, or of its undo
  lease_until timestamptz not null                        -- by the database's clock, which all workers share
);
alter table record_leases enable row level security;
alter table record_leases force row level security;
create policy app_all on record_leases to quarterdeck_app using (true) with check (true);
create policy auditor_reads on record_leases for select to quarterdeck_auditor using (true);
do $$ begin
  execute format('create policy owner_all on record_leases to %I using (true) with check (true)', current_user);
end $$;
grant select on record_leases to quarterdeck_auditor;
grant select, insert, update, delete on record_leases to quarterdeck_app;
