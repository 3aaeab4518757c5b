-- Up Migration
-- Whoever settles a dead letter is noted on it: since the upkeep of this table was bounded (0020) that had been forbidden.
grant update (settled_by, settled_reason) on dead_letters to quarterdeck_app;
