import { expect, test } from '@jest/globals';
import { withQuery } from './playlist.ts';

const signed = (playlist: string): string => withQuery(playlist, '?Signature=s');

test('every file of the folder that a playlist names carries the signature: segments, initialization, keys, renditions, parts of files', () => {
  const playlist = [
    '#EXTM3U', '#EXT-X-KEY:METHOD=AES-128,URI="keys/1.key",IV=0x1', '#EXT-X-MAP:URI="init.mp4",BYTERANGE="800@0"',
    '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="ko",URI="ko/audio.m3u8"', '#EXT-X-BYTERANGE:100@800', '#EXTINF:4,a title, with a comma', '720p/1.m4s',
  ].join('\n');
  expect(signed(playlist)).toBe([
    '#EXTM3U', '#EXT-X-KEY:METHOD=AES-128,URI="keys/1.key?Signature=s",IV=0x1', '#EXT-X-MAP:URI="init.mp4?Signature=s",BYTERANGE="800@0"',
    '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="ko",URI="ko/audio.m3u8?Signature=s"', '#EXT-X-BYTERANGE:100@800', '#EXTINF:4,a title, with a comma', '720p/1.m4s?Signature=s',
  ].join('\n'));
});

test('a byte order mark and carriage returns do not get into the way', () => {
  expect(signed('\ufeff#EXTM3U\r\n#EXT-X-MAP:URI="init.mp4"\r\n# a comment\r\n\r\n1.m4s\r\n')).toBe('#EXTM3U\n#EXT-X-MAP:URI="init.mp4?Signature=s"\n# a comment\n\n1.m4s?Signature=s\n');
});

test.each(['https://elsewhere.example/1.m4s', '//elsewhere.example/1.m4s', '/1.m4s', '../other/1.m4s', 'data:text/plain,key', 'skd://key', '1.m4s?of=its-own', 'a%2f1.m4s'])('the signature does not go to %s', (uri) => {
  expect(signed(uri)).toBe(uri);
  expect(signed(`#EXT-X-KEY:METHOD=AES-128,URI="${uri}"`)).toBe(`#EXT-X-KEY:METHOD=AES-128,URI="${uri}"`);
});
