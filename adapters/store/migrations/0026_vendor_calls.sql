-- Up Migration
-- How many calls a day each vendor's account was asked, in the units of the vendor's tariff, by all processes together.
create table vendor_calls (
  account   text not null,                                -- hash of what tells one account of the vendor from another
  day       date not null,                                -- UTC, by the application's clock
  vendor    text not null,
  counted   bigint not null,                              -- by this installation
  allowed   bigint,                                       -- that it allows itself; null: no number
  told_used bigint,                                       -- by whoever uses the account, as the vendor last said
  told_of   bigint,
  primary key (account, day)
);
alter table vendor_calls enable row level security;
alter table vendor_calls force row level security;
create policy app_all on vendor_calls to quarterdeck_app using (true) with check (true);
create policy auditor_reads on vendor_calls for select to quarterdeck_auditor using (true);
do $$ begin
  execute format('create policy owner_all on vendor_calls to %I using (true) with check (true)', current_user);
end $$;
grant select on vendor_calls to quarterdeck_auditor;
grant select, insert, update, delete on vendor_calls to quarterdeck_app;
