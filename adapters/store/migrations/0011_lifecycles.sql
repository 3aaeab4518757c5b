
-- Up Migration
-- Each lifecycle has a policy of its own: editing one leaves the version of the others as it is.
alter table policies add column lifecycle text not null default 'deal';
alter table policies drop constraint policies_pkey;
alter table policies add primary key (lifecycle, version);

-- Until when a lifecycle still needs what the case's steps have answered; retention counts from here where it is later than the end.
alter table cases add column kept_until timestamptz;
update cases c set kept_until = coalesce(r.protected_until, 'infinity')
  from registrations r where r.case_id = c.case_id and r.status = 'Approved';
