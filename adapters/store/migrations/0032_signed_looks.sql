-- Up Migration
-- Whoever states what machine and people made of a case signs it: a worker with the installation's key, a person with theirs. What was
-- there before stays as it is and is told apart, by columns that the app role cannot write.
alter table audit_heads add column looks_unsigned_until integer not null default 0;
update audit_heads set looks_unsigned_until = seq;

alter table agreements
  add column kid text,
  add column signature text,
  add column signed_at timestamptz,
  add column before_signing boolean not null default true;
alter table agreements alter column before_signing set default false;
revoke insert, update on agreements from quarterdeck_app;
grant insert (case_id, revision, lifecycle, segment, machine, human, agreed, amount_usd, at, kind, draw, share, import_id,
    kid, signature, signed_at),
  update (machine, human, agreed, amount_usd, at, kid, signature, signed_at) on agreements to quarterdeck_app;

-- An earlier signed state of a comparison is signed as well, so going back to one is refused here.
create function agreement_stands() returns trigger language plpgsql as $$
begin
  if (old.human is not null and new.human is null) or (old.agreed is false and new.agreed is distinct from false) then
    raise insufficient_privilege using message = 'what a person has decided is not taken out of a comparison';
  end if;
  -- Without one it would pass for what a version before has kept.
  if (old.kid, old.signature, old.signed_at) is not null and not ((new.kid, new.signature, new.signed_at) is not null) then
    raise insufficient_privilege using message = 'the signature of a comparison is not taken away';
  end if;
  return new;
end $$;
create trigger agreement_stands before update on agreements for each row execute function agreement_stands();
