-- Up Migration
-- When a rollback closed the case to new writes: claims of its writes wait for each other here and not for the whole table.
alter table cases add column writes_closed_at timestamptz;
-- What an earlier version closed has no instant of its own. A date long ago says so; only whether there is one counts.
update cases c set writes_closed_at = '1970-01-01T00:00:00Z'
  where exists (select from effects e where e.case_id = c.case_id and e.step = 'rollback' and e.operation = 'rollback');

-- What a run of the case's workflow has left to the run that comes after it.
alter table cases add column kept_run jsonb;

-- Decisions that were refused, by case and day: a flood of them is counted here and not audited one by one.
create table refused_decisions (
  case_id text not null,
  day     date not null,
  refused integer not null,
  told    integer not null,                               -- of which the audit knows, one by one or as a number
  last    jsonb not null,                                 -- as the audit would have it
  primary key (case_id, day)
);
alter table refused_decisions enable row level security;
alter table refused_decisions force row level security;
create policy app_all on refused_decisions to quarterdeck_app using (true) with check (true);
create policy auditor_reads on refused_decisions for select to quarterdeck_auditor using (true);
do $$ begin
  execute format('create policy owner_all on refused_decisions to %I using (true) with check (true)', current_user);
end $$;
grant select on refused_decisions to quarterdeck_auditor;
grant select, insert, update on refused_decisions to quarterdeck_app;
