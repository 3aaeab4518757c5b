-- Up Migration
-- What the trail told of before somebody lost a key or a right (adapters/store/covered-before.ts): the checkpoints by time.
create index checkpoints_by_time on checkpoints (at, number);
