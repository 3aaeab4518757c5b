-- Up Migration
-- Where a dead letter stood: file, row and customer, sealed with the letter's own key; and who said that nothing more is to be done
-- about it, and why (sealed too). What wants no answer is settled by the system. From then on it waits no more (retried_at).
alter table dead_letters add column about bytea, add column settled_by text, add column settled_reason bytea;
-- The name of the file that was delivered, sealed with the delivery's key.
alter table deliveries add column file bytea;
