-- Up Migration
-- A claim may be put on hold by a person's word: what is owed moves to an account of its own, and back.
alter table account_entries drop constraint account_entries_kind_check,
  add constraint account_entries_kind_check check (kind in ('accrual', 'bundle', 'true_up', 'refund', 'undo', 'hold', 'release'));
alter table account_postings drop constraint account_postings_account_check,
  add constraint account_postings_account_check check (account in ('expense', 'payable', 'held', 'exchange_difference', 'paid'));
