-- Up Migration
-- Whether this database belongs to the sample channel or to somebody's own data: stamped once, by the first worker. Neither ever turns
-- into the other, and records of the sample are kept in an installation of the sample only.
create table installation_kind (
  only_row boolean primary key default true check (only_row),
  kind     text not null check (kind in ('sample', 'own'))
);
alter table installation_kind enable row level security;
alter table installation_kind force row level security;
create policy app_all on installation_kind to quarterdeck_app using (true) with check (true);
create policy auditor_reads on installation_kind for select to quarterdeck_auditor using (true);
do $$ begin
  execute format('create policy owner_all on installation_kind to %I using (true) with check (true)', current_user);
end $$;
grant select on installation_kind to quarterdeck_auditor;
grant select, insert on installation_kind to quarterdeck_app;

create function installation_kind_stays() returns trigger language plpgsql as $$
begin
  raise exception 'the kind of an installation is stamped once' using errcode = 'integrity_constraint_violation';
end $$;
create trigger installation_kind_stays before update or delete or truncate on installation_kind
  execute function installation_kind_stays();

-- A bootstrap promotion has no measured agreement: it is for the sample alone.
alter table rollout add column bootstrap boolean not null default false;

-- As the owner: whoever writes a record need not be able to read what kind of installation it is.
create function sample_installation() returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select from installation_kind where kind = 'sample')
$$;
revoke all on function sample_installation() from public;
grant execute on function sample_installation() to quarterdeck_app;

create function refuse_outside_the_sample() returns trigger language plpgsql as $$
begin
  if not sample_installation() then
    raise exception '% of the sample channel is refused: this database is not one of the sample', tg_table_name
      using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger cases_of_the_sample before insert or update of sample on cases
  for each row when (new.sample) execute function refuse_outside_the_sample();
create trigger deliveries_of_the_sample before insert or update of sample on deliveries
  for each row when (new.sample) execute function refuse_outside_the_sample();
create trigger rollout_of_the_sample before insert or update of bootstrap on rollout
  for each row when (new.bootstrap) execute function refuse_outside_the_sample();

-- Rows may have come in past the triggers above, as a restored dump's do: nothing is written to a vendor for them all the same.
create function refuse_effects_of_the_sample() returns trigger language plpgsql as $$
begin
  if exists (select from cases where case_id = new.case_id and sample) and not sample_installation() then
    raise exception 'a write for a case of the sample channel is refused: this database is not one of the sample'
      using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger effects_of_the_sample before insert on effects
  for each row execute function refuse_effects_of_the_sample();

revoke all on function installation_kind_stays(), refuse_outside_the_sample(), refuse_effects_of_the_sample() from public;

-- What there was before: one record of the sample, or its bootstrapped start, makes it an installation of the sample.
insert into installation_kind (kind)
  select 'sample' where exists (select from cases where sample) or exists (select from deliveries where sample)
    or exists (select from rollout where reason like 'bootstrap, no measured agreement: %')
  on conflict do nothing;
insert into installation_kind (kind)
  select 'own' where exists (select from cases) on conflict do nothing;
update rollout set bootstrap = true where reason like 'bootstrap, no measured agreement: %';
