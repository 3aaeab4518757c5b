import { mkdirSync, mkdtempSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { expect, test } from '@jest/globals';
import { needApart } from '../../server/folders-apart.ts';

const folder = mkdtempSync(join(tmpdir(), 'apart-'));
const at = (...names: string[]) => join(folder, ...names);
mkdirSync(at('inbox', 'deal'), { recursive: true });
mkdirSync(at('mails', 'new'), { recursive: true });
symlinkSync(at('inbox'), at('link'));
symlinkSync(at('mails'), at('inbox', 'mails'));
const fromHere = relative(process.cwd(), at('inbox'));

test.each([
  ['the same', at('inbox'), at('inbox')],
  ['the same with an end', at('inbox'), `${at('inbox')}/`],
  ['the same from here', at('inbox'), `./${fromHere}`],
  ['the same by a way round', at('inbox'), `${folder}/mails/../inbox/.`],
  ['a link to it', at('inbox'), at('link')],
  ['one in it', at('inbox'), at('inbox', 'deal')],
  ['one in a link to it', at('inbox'), at('link', 'deal')],
  ['one reached through a link in it', at('inbox'), at('inbox', 'mails', 'new')],
  ['one around it', at('inbox'), folder],
  ['one in it that is not there yet', at('inbox'), at('inbox', 'later', 'new')],
  ['one in a link to it that is not there yet', at('inbox'), at('link', 'later')],
  ['two that are not there yet, written differently', at('later', 'inbox'), `${folder}/./later//inbox/`],
])('a mail folder is refused that is %s as the inbox', (_what, inbox, mails) => {
  expect(() => needApart(inbox, mails)).toThrow(/QUARTERDECK_MAIL_FOLDER must be a folder apart/);
  expect(() => needApart(mails, inbox)).toThrow(/QUARTERDECK_MAIL_FOLDER must be a folder apart/);
});

test.each([
  ['beside it', at('inbox'), at('mails', 'new')],
  ['of a name that begins alike', at('inbox'), at('inbox-mails')],
  ['not there yet', at('inbox'), at('later', 'mails')],
])('a mail folder is taken that is %s', (_what, inbox, mails) => {
  expect(() => needApart(inbox, mails)).not.toThrow();
});
