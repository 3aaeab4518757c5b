import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { MailboxOauth, MailboxSettings } from '../../contracts/mailbox-settings.ts';
import { exchange } from '../http.ts';
import type { RefreshTokens } from './refresh-tokens.ts';

/** As the IMAP client takes it: a token goes by XOAUTH2 or OAUTHBEARER (RFC 7628), whichever the server offers. */
export type MailboxSecret = { pass: string } | { accessToken: string };

const COMMAND_MS = 30_000;
const SIGN_IN_MS = 15_000;

/**
 * What opens a mailbox, fresh for each session: it lasts longer than one session, and no access token is kept.
 * @throws Error that names the setting, and never what was read
 */
export async function secretOf(settings: MailboxSettings, tokens: RefreshTokens): Promise<MailboxSecret> {
  const { password, passwordFile, tokenFile, tokenCommand, oauth } = settings;
  if (password !== undefined) return { pass: password };
  if (passwordFile !== undefined) return { pass: await textOf(passwordFile) };
  if (tokenFile !== undefined) return { accessToken: await textOf(tokenFile) };
  if (tokenCommand !== undefined) return { accessToken: await printedBy(tokenCommand) };
  if (oauth !== undefined) return { accessToken: await askedFor(oauth, tokens) };
  throw new Error('the mailbox has no password and no token');
}

async function textOf(file: string): Promise<string> {
  return (await readFile(file, 'utf8')).trimEnd();
}

async function printedBy([program = '', ...args]: readonly string[]): Promise<string> {
  // Its own words may hold the token.
  const { stdout } = await promisify(execFile)(program, args, { timeout: COMMAND_MS }).catch(
    (error: unknown) => {
      const { code } = error as { code?: unknown };
      throw new Error(`tokenCommand of the mailbox ended with ${String(code ?? 'no answer within 30 s')}`);
    },
  );
  const token = stdout.trim();
  if (token === '') throw new Error('tokenCommand of the mailbox printed no token');
  return token;
}

async function askedFor(oauth: MailboxOauth, tokens: RefreshTokens): Promise<string> {
  const { refreshTokenFile } = oauth;
  const answer =
    refreshTokenFile === undefined
      ? await tokenFor(oauth, { grant_type: 'client_credentials' })
      : await tokens.use(await textOf(refreshTokenFile), (token) =>
          tokenFor(oauth, { grant_type: 'refresh_token', refresh_token: token }),
        );
  return answer.token;
}

/** An access token, and the refresh token that replaces the one that was used; null where that goes on holding (RFC 6749, 5.1). */
async function tokenFor(
  oauth: MailboxOauth,
  grant: Record<string, string>,
): Promise<{ token: string; next: string | null }> {
  const { tokenUrl: url, clientId, clientSecret, clientSecretFile, scope } = oauth;
  const secret = clientSecretFile === undefined ? clientSecret : await textOf(clientSecretFile);
  const form = new URLSearchParams({
    client_id: clientId,
    ...(secret !== undefined && { client_secret: secret }),
    ...(scope !== undefined && { scope }),
    ...grant,
  });
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const request = { vendor: 'mailbox', method: 'POST' as const, url, headers, body: form.toString() };
  const { status, json } = await exchange(request, { timeoutMs: SIGN_IN_MS, mayWait: false });
  const { access_token: token, refresh_token: next, error } = (json ?? {}) as Record<string, unknown>;
  if (isToken(token)) return { token, next: isToken(next) ? next : null };
  const repair =
    error === 'invalid_grant' && grant.refresh_token !== undefined
      ? ': the refresh token is no longer good; sign in anew and put the new one into refreshTokenFile'
      : '';
  throw new Error(`tokenUrl of the mailbox answered ${status} and no token${repair}`);
}

function isToken(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
