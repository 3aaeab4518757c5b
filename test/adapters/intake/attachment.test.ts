import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { describeAttachment } from '../../../adapters/intake/attachment.ts';
import { cpuMs } from '../../environment/cpu-time.ts';
import { PDF, zip } from './deal/files.ts';

const problemOf = (content: Buffer) => describeAttachment('a', 'application/octet-stream', content).problem;

describe('a file of an e-mail', () => {
  test.each<[string, Buffer, string | undefined]>([
    ['a sound PDF', PDF, undefined],
    ['a PDF that was cut off', PDF.subarray(0, -10), 'pdf_broken'],
    [
      'a PDF that runs script',
      Buffer.from(PDF.toString().replace('/Type', '/OpenAction << /JavaScript (x) >> /Type')),
      'pdf_active',
    ],
    [
      'an encrypted PDF',
      Buffer.from(PDF.toString().replace('/Type', '/Encrypt 2 0 R /Type')),
      'pdf_encrypted',
    ],
    ['a plain zip', zip('offer.txt', Buffer.from('one offer')), undefined],
    ['a zip bomb', zip('bomb.txt', Buffer.alloc(50_000_000)), 'zip_bomb'],
    ['a zip that claims to be huge', zip('a.txt', Buffer.from('x'), { size: 4_000_000_000 }), 'zip_bomb'],
    ['a zip in a zip', zip('inner.zip', zip('a.txt', Buffer.from('x'))), 'nested_archive'],
    ['a zip with a program', zip('offer.pdf.exe', Buffer.from('x')), 'active_content'],
    ['an encrypted zip', zip('a.txt', Buffer.from('x'), { flags: 1 }), 'zip_encrypted'],
    ['half a zip', zip('a.txt', Buffer.from('some text')).subarray(0, 40), 'zip_broken'],
    [
      'a zip whose directory points outside',
      Buffer.concat([Buffer.from('PK\x03\x04'), zip('a', Buffer.from('x')).subarray(-22).fill(0xff, 16, 20)]),
      'zip_broken',
    ],
    ['a gzip', Buffer.from('1f8b08000000', 'hex'), 'packed_archive'],
    ['a Windows program', Buffer.from('MZ\x90\x00'), 'executable'],
    ['a script', Buffer.from('#!/bin/sh\n'), 'executable'],
    ['nothing', Buffer.alloc(0), 'empty'],
    ['plain text', Buffer.from('hello'), undefined],
  ])('%s', (_name, content, problem) => {
    expect(problemOf(content)).toBe(problem);
  });

  test('is never inflated: a bomb is described in milliseconds', () => {
    const bomb = zip('bomb.txt', Buffer.alloc(50_000_000));
    const before = cpuMs();
    problemOf(bomb);
    expect(cpuMs() - before).toBeLessThan(50);
  });

  test('has a name without folders or tricks', () => {
    const name = (given: string | null) => describeAttachment(given, 'x/y', Buffer.from('x')).name;
    expect(name('../../etc/passwd')).toBe('passwd');
    expect(name('C:\\temp\\offer.pdf')).toBe('offer.pdf');
    expect(name('offer\u202efdp.exe')).toBe('offer\ufffdfdp.exe');
    expect(name(null)).toBe('unnamed');
    expect(name('x'.repeat(1_000))).toHaveLength(150);
  });

  test('whatever its bytes are, is described and not opened', () => {
    const head = fc.constantFrom('', '%PDF-', 'PK\x03\x04', 'PK\x05\x06', 'MZ', '\x1f\x8b');
    fc.assert(
      fc.property(head, fc.uint8Array({ maxLength: 300 }), fc.string(), (start, rest, name) => {
        const content = Buffer.concat([Buffer.from(start, 'latin1'), rest]);
        expect(describeAttachment(name, name, content)).toMatchObject({ size: content.length });
      }),
      { numRuns: 500 },
    );
  });
});
