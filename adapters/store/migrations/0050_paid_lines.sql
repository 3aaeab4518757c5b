-- Up Migration
-- A refund names the invoice of a sale, and a registration that is rolled back the sales that were paid under it.
create index program_events_by_sale on program_events
  using gin (jsonb_path_query_array(body::jsonb, '$.claim.lines[*].sale') jsonb_path_ops);
create index program_events_by_deal on program_events
  using gin (jsonb_path_query_array(body::jsonb, '$.claim.lines[*].deal') jsonb_path_ops);
