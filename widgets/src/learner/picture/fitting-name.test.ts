import { describe, expect, test } from '@jest/globals';
import { fittingName } from './fitting-name.ts';

describe('the name of a resource in its box', () => {
  test.each([
    ['AccessLog', 'AccessLog'],
    ['AccessLogsPolicy', 'AccessLogsPolicy'],
    ['AllowedNetworkSetting', 'AllowedNetwork…'],
    ['WWWWWWWWWWWW', 'WWWWWWWW…'],
    ['illicitlittlefilter', 'illicitlittlefilter'],
  ])('%s is %s', (name, shown) => {
    expect(fittingName(name, 9.68)).toBe(shown);
  });
});
