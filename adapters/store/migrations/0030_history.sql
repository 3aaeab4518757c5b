-- Up Migration
-- Registrations of the past that were rehearsed: each file is one import, which can be taken back whole. Nothing is deleted.
create table history_imports (
  import_id     text primary key,
  lifecycle     text not null,
  file_hash     text not null,                            -- sha256 of the file
  evidence_hash text not null,                            -- what was decided of each of them
  at            timestamptz not null,
  by_person     text not null,
  undone_at     timestamptz,
  undone_by     text
);
alter table history_imports enable row level security;
alter table history_imports force row level security;
create policy app_all on history_imports to quarterdeck_app using (true) with check (true);
create policy auditor_reads on history_imports for select to quarterdeck_auditor using (true);
do $$ begin
  execute format('create policy owner_all on history_imports to %I using (true) with check (true)', current_user);
end $$;
grant select on history_imports to quarterdeck_auditor;
grant select, insert on history_imports to quarterdeck_app;
grant update (undone_at, undone_by) on history_imports to quarterdeck_app;

-- Set: the comparison is of a registration of the past.
alter table agreements add column import_id text references history_imports;
create index agreements_by_import on agreements (import_id) where import_id is not null;
