-- Up Migration
-- The newest refresh token of a mailbox whose provider replaces one by another at each use: the one in the settings opens nothing any more.
create table mailbox_tokens (
  mailbox    text primary key,                            -- sha256 of token address, client and user
  given      text not null,                               -- keyed hash of the token in the settings that it comes from
  subject_id text not null references subjects,
  sealed     bytea not null,
  kept_at    timestamptz not null                         -- by the application's clock
);
alter table mailbox_tokens enable row level security;
alter table mailbox_tokens force row level security;
create policy app_all on mailbox_tokens to quarterdeck_app using (true) with check (true);
create policy auditor_reads on mailbox_tokens for select to quarterdeck_auditor using (true);
do $$ begin
  execute format('create policy owner_all on mailbox_tokens to %I using (true) with check (true)', current_user);
end $$;
grant select on mailbox_tokens to quarterdeck_auditor;
grant select, insert, update on mailbox_tokens to quarterdeck_app;
