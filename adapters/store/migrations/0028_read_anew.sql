-- Up Migration
-- Accounts and opportunities were indexed without telling a touch that is not known from none. They are read once more from the beginning.
update mirror_marks set mark = null where source like 'crm:%';
