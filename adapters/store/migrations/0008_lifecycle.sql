-- Up Migration
-- One appeal of a rejected registration: the next sequence of its case, decided by somebody else.
create table appeals (
  case_id          text primary key references cases,      -- the rejected one: it can be appealed once
  appeal_case      text not null unique references cases,
  opened_by        text not null,                          -- person id
  former_reviewers text[] not null,                        -- person ids: they do not decide it again
  reason_hash      text not null,                          -- evidence of kind `appeal`, sealed
  opened_at        timestamptz not null default now(),
  outcome          text,                                   -- as the appeal's case was closed; null while it is open
  closed_at        timestamptz
);
alter table appeals enable row level security;
alter table appeals force row level security;
create policy app_all on appeals to quarterdeck_app using (true) with check (true);
create policy auditor_reads on appeals for select to quarterdeck_auditor using (true);
do $$ begin
  execute format('create policy owner_all on appeals to %I using (true) with check (true)', current_user);
end $$;
grant select on appeals to quarterdeck_auditor;
grant select, insert, update on appeals to quarterdeck_app;

-- When the protection was extended: once only.
alter table registrations add column extended_at timestamptz;

-- The case of a mail that a partner answers: a Message-ID is made from its effect's key (adapters/notify/mail.ts).
-- `convert_to` counts as stable because encodings can be added; UTF8 is always the same.
create function message_digest(key text) returns text language sql immutable parallel safe
  as $$ select left(encode(sha256(convert_to(key, 'UTF8')), 'hex'), 32) $$;
create index effects_by_message on effects (message_digest(key)) where operation = 'notify.send';
