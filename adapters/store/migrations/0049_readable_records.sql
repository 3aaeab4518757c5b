-- Up Migration
-- Reports read many rows at once: one that nobody could read, put in by whoever may only add, must not stop them. Rows from before stay as they are.
alter table audit add constraint audit_is_readable check (coalesce(
  jsonb_typeof(body::jsonb) = 'object'
    and body::jsonb ->> 'at' ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-5][0-9]:[0-5][0-9]([.][0-9]{1,9})?Z$'
    and at = (body::jsonb ->> 'at')::timestamptz, false)) not valid;
alter table evidence add constraint evidence_is_readable check (coalesce(
  jsonb_typeof(body::jsonb) = 'object' and (kind <> 'model' or (jsonb_typeof(body::jsonb -> 'attempts') = 'array'
    and body::jsonb ->> 'at' ~ '^[0-9]{4}-' and isfinite((body::jsonb ->> 'at')::timestamptz))), false)) not valid;
