-- Up Migration
-- What a comparison counts for, with the draw of its case and the probability that it was drawn with. All three are written when the
-- machine has looked, before a person decides, and stay as they are. What was compared before counts as seen.
alter table agreements
  add column kind text not null default 'confirmed'
    check (kind in ('blind', 'control', 'confirmed', 'automatic', 'afterwards')),
  add column draw double precision not null default 0 check (draw >= 0 and draw < 1),
  add column share double precision check (share > 0 and share <= 1);
revoke update on agreements from quarterdeck_app;
grant update (machine, human, agreed, amount_usd, at) on agreements to quarterdeck_app;

-- Set while a case is decided blind: what the machine makes of it is kept back until a person has decided.
alter table cases add column blind text check (blind in ('shadow', 'sample', 'control'));
