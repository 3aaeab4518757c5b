import { describe, expect, test } from '@jest/globals';
import { readServerConfiguration } from '../../contracts/server-configuration.ts';

const KEY = 'k'.repeat(24);
const STANDARD = `whsec_${Buffer.alloc(24, 1).toString('base64')}`;

describe('the HTTP server', () => {
  test('listens on this machine only, without sources or keys, when nothing is set', () => {
    expect(readServerConfiguration({})).toEqual({
      QUARTERDECK_ENVIRONMENT: 'production',
      QUARTERDECK_HTTP_HOST: '127.0.0.1',
      QUARTERDECK_HTTP_PORT: 8321,
      QUARTERDECK_WEBHOOK_SECRETS: {},
      QUARTERDECK_API_KEYS: {},
      QUARTERDECK_URL: 'http://127.0.0.1:8321',
      QUARTERDECK_SAMPLE_SOURCES: [],
    });
  });

  test('takes two secrets a source', () => {
    const sources = {
      portal: { scheme: 'standard', secrets: [STANDARD, STANDARD] },
      impartner: { scheme: 'shared_secret', secrets: [KEY] },
      partnerstack: { scheme: 'hmac_sha256', secrets: [KEY] },
    };
    expect(readServerConfiguration({ QUARTERDECK_WEBHOOK_SECRETS: JSON.stringify(sources) })).toMatchObject({
      QUARTERDECK_WEBHOOK_SECRETS: {
        portal: sources.portal,
        impartner: { ...sources.impartner, header: 'x-quarterdeck-secret' },
        partnerstack: { ...sources.partnerstack, header: 'x-partnerstack-signature' },
      },
    });
  });

  test('answers to presses in Slack go to Slack alone', () => {
    const sources = { slack: { scheme: 'slack_v0', secrets: [KEY] } };
    expect(readServerConfiguration({ QUARTERDECK_WEBHOOK_SECRETS: JSON.stringify(sources) })).toMatchObject({
      QUARTERDECK_WEBHOOK_SECRETS: { slack: { answersAt: 'https://hooks.slack.com' } },
    });
  });

  test.each<[string, NodeJS.ProcessEnv, string]>([
    ['no JSON', { QUARTERDECK_WEBHOOK_SECRETS: `{"portal": ${KEY}` }, 'QUARTERDECK_WEBHOOK_SECRETS'],
    [
      'an unknown scheme',
      { QUARTERDECK_WEBHOOK_SECRETS: `{"portal":{"scheme":"md5","secrets":["${KEY}"]}}` },
      'portal.scheme',
    ],
    [
      'a short secret',
      { QUARTERDECK_WEBHOOK_SECRETS: '{"portal":{"scheme":"standard","secrets":["whsec_kkkk"]}}' },
      'portal.secrets.0',
    ],
    [
      'three secrets',
      {
        QUARTERDECK_WEBHOOK_SECRETS: `{"portal":{"scheme":"shared_secret","secrets":["${KEY}","${KEY}","${KEY}"]}}`,
      },
      'portal.secrets',
    ],
    [
      'a source that is no name',
      { QUARTERDECK_WEBHOOK_SECRETS: `{"a:b":{"scheme":"shared_secret","secrets":["${KEY}"]}}` },
      'QUARTERDECK_WEBHOOK_SECRETS.a:b',
    ],
    [
      'a source that is one of our own',
      { QUARTERDECK_WEBHOOK_SECRETS: `{"history":{"scheme":"shared_secret","secrets":["${KEY}"]}}` },
      'history takes other names than files, email, history',
    ],
    ['an API key of such a name', { QUARTERDECK_API_KEYS: `{"email":"${KEY}"}` }, 'our own sources'],
    [
      "Slack's scheme for another source",
      { QUARTERDECK_WEBHOOK_SECRETS: `{"chat":{"scheme":"slack_v0","secrets":["${KEY}"]}}` },
      'slack_v0 for the source slack',
    ],
    [
      'another scheme for Slack',
      { QUARTERDECK_WEBHOOK_SECRETS: `{"slack":{"scheme":"hmac_sha256","secrets":["${KEY}"]}}` },
      'slack_v0 for the source slack',
    ],
    ['a short API key', { QUARTERDECK_API_KEYS: '{"erp":"kkkk"}' }, 'QUARTERDECK_API_KEYS.erp'],
    ['a port that is none', { QUARTERDECK_HTTP_PORT: '99999' }, 'QUARTERDECK_HTTP_PORT'],
    ['an open API for other machines', { QUARTERDECK_HTTP_HOST: '0.0.0.0' }, 'QUARTERDECK_API_KEYS'],
  ])('refuses %s, names the setting and never its value', (_name, env, setting) => {
    let message = '';
    try {
      readServerConfiguration(env);
    } catch (error) {
      message = (error as Error).message;
    }
    expect(message).toContain(setting);
    expect(message).not.toMatch(/k{4}/);
  });

  test('may be reached from elsewhere with a key', () => {
    const env = { QUARTERDECK_HTTP_HOST: '0.0.0.0', QUARTERDECK_API_KEYS: JSON.stringify({ erp: KEY }) };
    expect(readServerConfiguration(env).QUARTERDECK_HTTP_HOST).toBe('0.0.0.0');
  });
});
