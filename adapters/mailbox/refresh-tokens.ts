import type { MailboxSettings } from '../../contracts/mailbox-settings.ts';
import { sha256 } from '../store/hash.ts';
import { keepToken, lockMailbox, newestToken } from '../store/mailbox-tokens.ts';
import { type Store, transact } from '../store/pool.ts';
import type { Vault } from '../store/vault.ts';

/** The refresh tokens of one mailbox. */
export interface RefreshTokens {
  /**
   * Asks with the newest token that comes from the given one, and keeps what replaces it (RFC 6749, 6). Another token in the settings goes
   * before all that came from the last one.
   */
  use<T extends { next: string | null }>(given: string, ask: (token: string) => Promise<T>): Promise<T>;
}

export function refreshTokens(
  { store, vault, now }: { store: Store; vault: Vault; now: () => Date },
  { user, oauth }: Pick<MailboxSettings, 'user' | 'oauth'>,
): RefreshTokens {
  const mailbox = sha256([oauth?.tokenUrl, oauth?.clientId, user].join('\n'));
  /** One that came while the database could not keep it: no other opens the mailbox. */
  let unkept: { given: string; token: string } | null = null;
  return {
    async use(given, ask) {
      // What may run twice is harmless: the second time it goes on with what the first one brought.
      const answer = await transact(store, async (tx) => {
        await lockMailbox(tx, mailbox);
        const kept = (await newestToken(tx, vault, mailbox, given)) ?? given;
        const newest = unkept?.given === given ? unkept.token : kept;
        const answer = await ask(newest);
        const token = answer.next ?? newest;
        if (token !== kept) {
          unkept = { given, token };
          await keepToken(tx, vault, mailbox, { given, token, at: now() });
        }
        return answer;
      });
      unkept = null;
      return answer;
    },
  };
}
