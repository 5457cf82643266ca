import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { personIdSchema, resourceLinkIdSchema } from './ids.ts';
import { workAddress, workNamedBy } from './work-address.ts';

test('the address of a work names that work, and holds nothing that would have to be encoded', () => {
  fc.assert(fc.property(fc.uuid(), fc.uuid(), (link, person) => {
    const place = { resourceLinkId: resourceLinkIdSchema.parse(link), personId: personIdSchema.parse(person) };
    const address = workAddress('https://cloudclass.example/', place);
    expect(workNamedBy(address)).toEqual(place);
    expect(encodeURI(address)).toBe(address);
  }));
});

test.each([
  ['the address of every launch', 'https://cloudclass.example/lti/launch', undefined],
  ['an empty name', 'https://cloudclass.example/lti/launch?work=', 'unreadable'],
  ['one id', 'https://cloudclass.example/lti/launch?work=3f0c9a52-8d3e-4b62-9a1d-0c6f1a2b3c4d', 'unreadable'],
  ['what is no id', "https://cloudclass.example/lti/launch?work=a.b'%20or%20true", 'unreadable'],
])('%s names no work', (_what, address, expected) => {
  expect(workNamedBy(address)).toBe(expected);
});
