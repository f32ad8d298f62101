import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { test } from 'node:test';
import { Screen } from '../../../services/ctl/screen.js';

function shown(isTerminal: boolean): string {
  const out = Object.assign(new PassThrough(), { isTTY: isTerminal }) as unknown as NodeJS.WriteStream;
  const screen = new Screen(out, {});
  screen.afresh(['one']);
  screen.afresh(['two']);
  return String(out.read());
}

test('on a terminal what is shown afresh takes the place of what was there', () => {
  assert.equal(shown(true), '\u001b[H\u001b[Jone\n\u001b[H\u001b[Jtwo\n');
});

test('elsewhere it follows, without control characters', () => {
  assert.equal(shown(false), 'one\ntwo\n');
});
