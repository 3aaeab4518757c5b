-- Up Migration
-- A dead letter that a retry had refused again was marked as retried, and stood in no list any more: it waits.
-- Those that 0.2.0 had parked while the PRM was away are not meant: an intake reads them.
update dead_letters set retried_at = null
 where retried_at is not null and case_id is null and problem ->> 'code' <> 'source_unreachable';
