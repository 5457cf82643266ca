import { createPublicKey } from 'node:crypto';
import { Op, type WhereOptions } from 'sequelize';
import type { Clock } from '../../ports/clock.ts';
import type { AccessTokens } from './access-tokens.ts';
import type { PlatformModel, Registry, ToolKeyModel } from './registry-models.ts';

export interface LtijsDatabaseDeps {
  readonly registry: Registry;
  readonly accessTokens: AccessTokens;
  readonly clock: Clock;
  /** Opens the private half of a tool key. */
  readonly openKey: (sealed: string, kid: string) => string;
}

type Query = Readonly<Record<string, unknown>>;
type Found = readonly object[] | false;

/** ltijs asked for something that this tool keeps elsewhere or does itself. */
class NotLtijsBusiness extends Error {
  constructor(what: string) {
    super(`${what} is not kept through ltijs`);
    this.name = 'NotLtijsBusiness';
  }
}

/**
 * The database plugin of ltijs 5: its collections `platform`, `platformStatus`, `publickey`, `privatekey` and
 * `accesstoken` are read from this tool's own tables. In ltijs's words a platform's `kid` is its identity, so it is the
 * platform's id here; the keys are the tool's, the same for every platform. Registrations are made by `addPlatform`,
 * because ltijs knows no institution; launches (`idtoken`, `contexttoken`, `nonce`, `state`) never come here.
 * The encryption key ltijs passes along is not used: what is secret is sealed before it is kept.
 */
export class LtijsDatabase {
  readonly #deps: LtijsDatabaseDeps;

  constructor(deps: LtijsDatabaseDeps) {
    this.#deps = deps;
  }

  async setup(): Promise<true> {
    await this.#deps.registry.sequelize.authenticate();
    return true;
  }

  async Close(): Promise<true> {
    await this.#deps.registry.sequelize.close();
    return true;
  }

  /** @returns rows in ltijs's shape; false when there are none, as ltijs expects */
  async Get(_encryptionKey: unknown, collection: string, query: Query = {}): Promise<Found> {
    const rows = await this.#read(collection, query);
    return rows.length === 0 ? false : rows;
  }

  Insert(_encryptionKey: unknown, collection: string): Promise<never> {
    return Promise.reject(new NotLtijsBusiness(`a new ${collection}`));
  }

  Replace(_encryptionKey: unknown, collection: string): Promise<never> {
    return Promise.reject(new NotLtijsBusiness(`a new ${collection}`));
  }

  /** Changes the addresses of a registration. */
  async Modify(_encryptionKey: unknown, collection: string, query: Query, changes: Query): Promise<true> {
    if (collection !== 'platform') throw new NotLtijsBusiness(`a change of ${collection}`);
    await this.#deps.registry.platforms.update(columnsOf(changes), { where: whereOf(query) });
    return true;
  }

  /** Takes back access tokens; a registration is removed by `removePlatform`, which looks at what hangs on it. */
  async Delete(collection: string, query: Query): Promise<true> {
    if (collection !== 'accesstoken') throw new NotLtijsBusiness(`the removal of ${collection}`);
    for (const platform of await this.#deps.registry.platforms.findAll({ where: whereOf(query) })) await this.#deps.accessTokens.forget(platform, String(query['scopes']));
    return true;
  }

  async #read(collection: string, query: Query): Promise<object[]> {
    switch (collection) {
      case 'platform':
        return (await this.#deps.registry.platforms.findAll({ where: whereOf(query), order: ['created_at'] })).map(platformOf);
      case 'platformStatus':
        return [{ id: query['id'], active: true }];
      case 'publickey':
        return (await this.#keys(query)).map((key) => ({ kid: key.kid, key: publicPem(key) }));
      case 'privatekey':
        return (await this.#keys(query)).map((key) => ({ kid: key.kid, key: this.#deps.openKey(key.sealed_private_key, key.kid) }));
      case 'accesstoken':
        return this.#token(query);
      default:
        throw new NotLtijsBusiness(collection);
    }
  }

  /** A key asked for by a platform's identity is the newest one of the tool; asked for by nothing, all in use. */
  async #keys(query: Query): Promise<ToolKeyModel[]> {
    const keys = await this.#deps.registry.keys.findAll({ where: { retired_at: { [Op.is]: null } }, order: [['created_at', 'desc']] });
    return query['kid'] === undefined ? keys : keys.slice(0, 1);
  }

  /** There is always a token: what is not kept is asked for here, so that ltijs never does it itself. */
  async #token(query: Query): Promise<object[]> {
    const platform = await this.#deps.registry.platforms.findOne({ where: whereOf(query), order: ['created_at'] });
    if (platform === null) return [];
    const { token, expiresAt } = await this.#deps.accessTokens.get(platform, String(query['scopes']));
    const now = this.#deps.clock.now().getTime();
    return [{ token: { access_token: token, token_type: 'Bearer', expires_in: (expiresAt.getTime() - now) / 1000 }, createdAt: now }];
  }
}

const columns: Readonly<Record<string, keyof PlatformModel>> = {
  platformUrl: 'issuer',
  clientId: 'client_id',
  kid: 'id',
  authEndpoint: 'authorization_url',
  accesstokenEndpoint: 'token_url',
  authorizationServer: 'token_audience',
};

function whereOf(query: Query): WhereOptions {
  return Object.fromEntries(Object.entries(query).flatMap(([name, value]) => (columns[name] === undefined ? [] : [[columns[name], value]])));
}

function columnsOf(changes: Query): Record<string, unknown> {
  return Object.fromEntries(Object.entries(changes).map(([name, value]) => {
    const column = columns[name];
    if (column === undefined || column === 'id') throw new NotLtijsBusiness(`a platform's ${name}`);
    return [column, value];
  }));
}

function platformOf(row: PlatformModel): object {
  return {
    platformName: row.product, platformUrl: row.issuer, clientId: row.client_id, authEndpoint: row.authorization_url,
    accesstokenEndpoint: row.token_url, authorizationServer: row.token_audience, kid: row.id, authConfig: { method: 'JWK_SET', key: row.jwks_url },
  };
}

function publicPem({ public_jwk: jwk }: ToolKeyModel): string {
  return createPublicKey({ key: jwk, format: 'jwk' }).export({ type: 'spki', format: 'pem' }).toString();
}
