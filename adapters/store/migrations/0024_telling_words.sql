-- Up Migration
-- What tells customers apart among the tenant's own accounts, learnt with the rest of the row.
alter table match_statistics
  add column accounts integer not null default 0,         -- whose names were looked at
  add column words text[] not null default '{}',          -- in the names of many of them
  add column word_count integer[] not null default '{}',  -- how many of them
  add column shared_domains text[] not null default '{}', -- registrable domains of many different accounts
  add column keyed_by smallint not null default 1;        -- version of the keys that it was learnt from

-- As match_candidates, and whether a partner holds the record: a registration or an opportunity that has not ended.
create function match_hits(the_keys integer[], the_strong integer[], but_not text, most integer)
returns table (id integer, name text, strong boolean, held boolean)
language sql stable security definer set search_path = public, pg_temp set enable_seqscan = off as $$
  select m.id, m.name, m.keys && the_strong, m.facts->>'partnerId' is not null and (m.facts->>'open' = 'true' or m.facts->>'protectedUntil' is not null)
    from match_records m
    where m.keys && the_keys and m.record <> but_not limit most
$$;
revoke all on function match_hits(integer[], integer[], text, integer) from public;
grant execute on function match_hits(integer[], integer[], text, integer) to quarterdeck_app;
