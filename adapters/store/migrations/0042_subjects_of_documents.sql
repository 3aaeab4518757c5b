-- Up Migration
-- Foreign keys that had no index of their own.
create index claim_documents_by_subject on claim_documents (subject_id);
create index mailbox_tokens_by_subject on mailbox_tokens (subject_id);
