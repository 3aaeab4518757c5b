-- Up Migration
-- Some vendors count by the hour: what they last said is of that.
alter table vendor_calls add column told_hourly boolean not null default false;
