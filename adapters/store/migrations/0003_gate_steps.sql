-- Up Migration
-- What each step of a gate answered: a step whose answer was lost on its way is answered again, never taken twice.
create table gate_steps (
  step    uuid primary key,
  case_id text not null,
  answer  jsonb not null,
  at      timestamptz not null default now()
);
alter table gate_steps enable row level security;
alter table gate_steps force row level security;
create policy app_all on gate_steps to quarterdeck_app using (true) with check (true);
create policy auditor_reads on gate_steps for select to quarterdeck_auditor using (true);
do $$ begin
  execute format('create policy owner_all on gate_steps to %I using (true) with check (true)', current_user);
end $$;
grant select on gate_steps to quarterdeck_auditor;
grant select, insert on gate_steps to quarterdeck_app;
