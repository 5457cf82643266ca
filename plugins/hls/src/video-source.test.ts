import { beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { VideoSource } from '@cloudclass/plugin-contract';
import { createHlsVideoSource, generateVideoKeys } from './video-source.ts';

const baseUrl = 'http://127.0.0.1:3000';
const viewing = { prefix: '/video/s3-static-site/1.0.0/', expiresAt: new Date('2026-11-24T10:15:00Z') };
const during = new Date('2026-11-24T10:14:59Z');

let source: VideoSource;
beforeAll(async () => { source = createHlsVideoSource({ baseUrl, keyPairId: 'K1', ...(await generateVideoKeys()) }); });

describe('signed video', () => {
  test('a signed link passes until it expires', () => {
    const url = source.signUrl(viewing, 'master.m3u8');
    expect(source.verify(url, during)).toEqual({ ok: true });
    expect(source.verify(url, viewing.expiresAt)).toEqual({ ok: false, code: 'VIDEO_LINK_EXPIRED' });
  });

  test('a signature serves every file of its folder and none of another', () => {
    const { search } = new URL(source.signUrl(viewing, 'master.m3u8'));
    expect(source.verify(`${baseUrl}/video/s3-static-site/1.0.0/720p/1.m4s${search}`, during)).toEqual({ ok: true });
    expect(source.verify(`${baseUrl}/video/other/1.0.0/master.m3u8${search}`, during)).toMatchObject({ ok: false });
    expect(source.verify(`${baseUrl}/video/s3-static-site/1.0.0/%2e%2e/2.0.0/master.m3u8${search}`, during)).toMatchObject({ ok: false });
  });

  test('the files of a viewing share one signature, and another viewing has its own', () => {
    const signatureOf = (expiresAt: Date, path: string) => new URL(source.signUrl({ ...viewing, expiresAt }, path)).search;
    const later = new Date(viewing.expiresAt.getTime() + 1_000);
    expect(signatureOf(viewing.expiresAt, 'poster.jpg')).toBe(signatureOf(viewing.expiresAt, 'master.m3u8'));
    expect(signatureOf(later, 'master.m3u8')).not.toBe(signatureOf(viewing.expiresAt, 'master.m3u8'));
  });

  test('a link signed with another key is refused', async () => {
    const stranger = createHlsVideoSource({ baseUrl, keyPairId: 'K1', ...(await generateVideoKeys()) });
    expect(source.verify(stranger.signUrl(viewing, 'master.m3u8'), during)).toEqual({ ok: false, code: 'VIDEO_SIGNATURE_INVALID' });
  });

  test('a change of a single character of policy or signature passes only if it decodes to the same bytes', () => {
    const signed = new URL(source.signUrl(viewing, 'master.m3u8'));
    const bytesOf = (text: string): Buffer => Buffer.from(text.replaceAll('-', '+').replaceAll('~', '/').replaceAll('_', '='), 'base64');
    fc.assert(fc.property(fc.constantFrom('Policy', 'Signature'), fc.nat(), fc.constantFrom('A', 'b', '9', '~', '-', '{'), (name, at, character) => {
      const value = signed.searchParams.get(name) ?? '';
      const position = at % value.length;
      const changedValue = `${value.slice(0, position)}${character}${value.slice(position + 1)}`;
      const changed = new URL(signed);
      changed.searchParams.set(name, changedValue);
      expect(source.verify(changed.href, during).ok).toBe(bytesOf(value).equals(bytesOf(changedValue)));
    }));
  });

  test('whatever is sent as a link is answered, never thrown at', () => {
    fc.assert(fc.property(fc.string(), fc.string(), (policy, signature) => {
      const query = new URLSearchParams({ Policy: policy, Signature: signature, 'Key-Pair-Id': 'K1' });
      expect(source.verify(`${baseUrl}/video/x?${query.toString()}`, during).ok).toBe(false);
    }));
  });

  test('every URI of a playlist is signed, tags and comments stay', () => {
    const playlist = '#EXTM3U\n# a comment\n#EXT-X-MAP:URI="init.mp4"\n#EXTINF:4.0,\nseg-1.m4s\n\n#EXT-X-ENDLIST\n';
    const lines = source.signPlaylist(viewing, playlist).split('\n');
    expect(lines.filter((line) => !line.includes('Signature='))).toEqual(['#EXTM3U', '# a comment', '#EXTINF:4.0,', '', '#EXT-X-ENDLIST', '']);
    expect(source.verify(lines[4] ?? '', during)).toEqual({ ok: true });
    expect(source.verify(/URI="([^"]+)"/.exec(lines[2] ?? '')?.[1] ?? '', during)).toEqual({ ok: true });
  });

  test.each(['../secret', '/etc/passwd', 'a/../../b', 'http://elsewhere/x', 'a%2fb'])('a playlist that names %s is refused', (uri) => {
    expect(() => source.signPlaylist(viewing, `#EXTM3U\n${uri}\n`)).toThrow("leads out of the video's folder");
  });
});
