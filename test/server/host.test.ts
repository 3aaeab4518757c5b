import { expect, test } from '@jest/globals';
import fastify from 'fastify';
import { refuseForeign } from '../../server/foreign-requests.ts';

/** The server's own check of whom a request names, without the server. */
const app = fastify();
refuseForeign(app, {
  QUARTERDECK_URL: 'https://quarterdeck.example:8443',
  QUARTERDECK_TEMPORAL_UI: undefined,
});
app.get('/', () => 'in');

const statusFor = async (host: string) => (await app.inject({ url: '/', headers: { host } })).statusCode;

test.each([
  ...['127.0.0.1', '127.0.0.1:8321', '127.0.0.1:', 'LocalHost:80', '[::1]', '[::1]:8321'],
  ...['quarterdeck.example', 'Quarterdeck.Example:8443'],
])('a request to "%s" is let in', async (host) => {
  expect(await statusFor(host)).toBe(200);
});

test.each([
  ...[
    'user@127.0.0.1',
    'user:word@localhost',
    '@127.0.0.1',
    'evil.example@quarterdeck.example',
    'evil.example#@localhost',
  ],
  ...['127.0.0.1/evil', '127.0.0.1?evil', '127.0.0.1#evil', '127.0.0.1\\evil', '/127.0.0.1', '//127.0.0.1'],
  ...[
    '2130706433',
    '0x7f000001',
    '0x7f.1',
    '127.1',
    '0177.0.0.1',
    '127.0.0.1.',
    'localhost.',
    '[0:0:0:0:0:0:0:1]',
  ],
  ...['%6cocalhost', 'local%68ost', '127.0.0.1%00', 'loc\talhost', ' localhost', 'localhost ', 'ｌocalhost'],
  ...['127.0.0.1:80:80', '127.0.0.1:eighty', '127.0.0.1:-1', '127.0.0.1:123456', '[::1', '::1', '[::1]evil'],
  ...[':8321', '127.0.0.1,evil.example', '127.0.0.1 evil.example', 'http://127.0.0.1', 'evil.example'],
])('a request to "%s" is refused', async (host) => {
  expect(await statusFor(host)).toBe(421);
});
