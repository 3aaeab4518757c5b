-- Up Migration
-- When a case came to its end, by the application's clock. Appeal, reopening and retention count from here; `updated_at` is the
-- database's clock and moves with every later change of the row.
alter table cases add column ended_at timestamptz;
update cases c set ended_at = coalesce(
    (select max(a.at) from audit a where a.case_id = c.case_id
      and a.body::json ->> 'action' in ('case.closed', 'case.rolled_back', 'reversal.withdrawn', 'reversal.completed')),
    c.updated_at)
  where c.status in ('completed', 'rolled_back', 'failed');

-- The version before does not know the column. What it ends during an upgrade gets the database's instant.
create function case_end() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  new.ended_at := now();
  return new;
end $$;
create trigger case_end before update of status on cases for each row
  when (new.status in ('completed', 'rolled_back', 'failed') and new.ended_at is null) execute function case_end();
