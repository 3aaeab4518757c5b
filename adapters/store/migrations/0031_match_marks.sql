-- Up Migration
-- What people have said for good about two records: one customer, never one, or open again. The latest word on a pair counts.
create table match_marks (
  seq       integer generated always as identity primary key,
  record_a  text not null,                                -- MatchRecord.record
  record_b  text not null check (record_a < record_b),
  body      text not null,                                -- canonical text of the mark (domain/match/marks.ts)
  kid       text not null,                                -- key that signed the body
  signature text not null                                 -- Ed25519, purpose `match`, base64url
);
-- A word that was taken back does not come again: its row cannot be put in a second time.
create unique index match_marks_once on match_marks (md5(body));
create index match_marks_by_a on match_marks (record_a);
create index match_marks_by_b on match_marks (record_b);

alter table match_marks enable row level security;
alter table match_marks force row level security;
create policy app_all on match_marks to quarterdeck_app using (true) with check (true);
create policy auditor_reads on match_marks for select to quarterdeck_auditor using (true);
do $$ begin
  execute format('create policy owner_all on match_marks to %I using (true) with check (true)', current_user);
end $$;
grant select on match_marks to quarterdeck_auditor;
grant select, insert on match_marks to quarterdeck_app;
