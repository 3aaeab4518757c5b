-- Up Migration
-- Submissions that their workflow has not confirmed yet: written with the submission, removed when the workflow answered.
create table undelivered (
  case_id    text not null,
  revision   integer not null,
  created_at timestamptz not null default now(),
  primary key (case_id, revision),
  foreign key (case_id, revision) references submissions
);
create index undelivered_by_age on undelivered (created_at);
alter table undelivered enable row level security;
alter table undelivered force row level security;
create policy app_all on undelivered to quarterdeck_app using (true) with check (true);
create policy auditor_reads on undelivered for select to quarterdeck_auditor using (true);
do $$ begin
  execute format('create policy owner_all on undelivered to %I using (true) with check (true)', current_user);
end $$;
grant select on undelivered to quarterdeck_auditor;
grant select, insert, delete on undelivered to quarterdeck_app;
