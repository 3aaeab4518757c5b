-- Up Migration
-- Whether a mark was made before its author lost the right to (adapters/store/judged-marks.ts): the checkpoints that cover marks, by time.
create index checkpoints_of_marks on checkpoints (at, number) where heads like '%["match",%';
