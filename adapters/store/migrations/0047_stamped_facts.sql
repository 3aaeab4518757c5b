-- Up Migration
-- What claims are compared by is stamped by the worker that keeps it, as submissions are: our own role can change a row, and not its stamp with it.
alter table claim_facts add column stamp text, add column before_stamps boolean not null default true;
alter table claim_facts alter column before_stamps set default false;
revoke insert, update on claim_facts from quarterdeck_app;
grant insert (case_id, claim, partner, parent, program, type, request, submitted_on, usd, customer, sellers, stamp) on claim_facts
  to quarterdeck_app;
grant update (seq, claim, partner, parent, program, type, request, submitted_on, usd, customer, sellers, stamp) on claim_facts
  to quarterdeck_app;
