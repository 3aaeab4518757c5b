
-- Up Migration
-- What lists show and what authority asks for, whatever the lifecycle; `summary` stays for display alone.
alter table cases add column title        text;
alter table cases add column amount_usd   numeric(20, 2);
alter table cases add column submitted_by text[] not null default '{}';   -- person ids: they do not decide it

update cases set
  title = summary ->> 'customer_name',
  amount_usd = case when summary ->> 'estimated_value' ~ '^\d{1,18}(\.\d+)?$' then (summary ->> 'estimated_value')::numeric end,
  submitted_by = case when summary ->> 'submitted_by' is null then '{}' else array[summary ->> 'submitted_by'] end;
