-- Up Migration
-- What each step of a case answered: a step whose answer was lost on its way is answered again, never taken twice.
create table steps (
  step    text primary key,
  case_id text not null,
  answer  jsonb not null,
  at      timestamptz not null default now()
);
alter table steps enable row level security;
alter table steps force row level security;
create policy app_all on steps to quarterdeck_app using (true) with check (true);
create policy auditor_reads on steps for select to quarterdeck_auditor using (true);
do $$ begin
  execute format('create policy owner_all on steps to %I using (true) with check (true)', current_user);
end $$;
grant select on steps to quarterdeck_auditor;
grant select, insert on steps to quarterdeck_app;
