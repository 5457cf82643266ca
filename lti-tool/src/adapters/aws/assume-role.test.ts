import { describe, expect, test } from '@jest/globals';
import type { AwsCredentials } from '@cloudclass/plugin-contract';
import { renewing } from './assume-role.ts';

const MINUTE = 60_000;

/** A source of credentials that live an hour, at a time that a test moves. */
class Source {
  now = 0;
  asked = 0;
  failing = false;
  readonly get = renewing(() => this.#issue(), () => this.now);

  async #issue(): Promise<AwsCredentials> {
    this.asked += 1;
    if (this.failing) throw new Error('AWS is away');
    return { accessKeyId: `key-${this.asked}`, secretAccessKey: 's', sessionToken: 't', expiration: new Date(this.now + 60 * MINUTE) };
  }
}

describe('renewing credentials', () => {
  test('are fetched once for all who ask at once', async () => {
    const credentials = new Source();
    await Promise.all([credentials.get(), credentials.get(), credentials.get()]);
    expect(credentials.asked).toBe(1);
  });

  test('are kept until five minutes before they expire', async () => {
    const credentials = new Source();
    await credentials.get();
    credentials.now = 54 * MINUTE;
    expect((await credentials.get()).accessKeyId).toBe('key-1');
    credentials.now = 56 * MINUTE;
    expect((await credentials.get()).accessKeyId).toBe('key-2');
  });

  test('are asked for again after a failure', async () => {
    const credentials = new Source();
    credentials.failing = true;
    await expect(credentials.get()).rejects.toThrow('AWS is away');
    credentials.failing = false;
    expect((await credentials.get()).accessKeyId).toBe('key-2');
  });
});
