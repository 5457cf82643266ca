import { DataTypes, Model, Sequelize, type InferAttributes, type InferCreationAttributes } from 'sequelize';

/** A registration, as far as services need it. */
export class PlatformModel extends Model<InferAttributes<PlatformModel>, InferCreationAttributes<PlatformModel>> {
  declare id: string;
  declare issuer: string;
  declare client_id: string;
  declare authorization_url: string;
  declare token_url: string;
  declare token_audience: string | null;
  declare jwks_url: string;
  declare product: string | null;
}

/** A key of the tool. */
export class ToolKeyModel extends Model<InferAttributes<ToolKeyModel>, InferCreationAttributes<ToolKeyModel>> {
  declare kid: string;
  declare public_jwk: Record<string, unknown>;
  declare sealed_private_key: string;
  declare created_at: Date;
  declare retired_at: Date | null;
}

/** An access token that was handed out to us, sealed. */
export class AccessTokenModel extends Model<InferAttributes<AccessTokenModel>, InferCreationAttributes<AccessTokenModel>> {
  declare platform_id: string;
  declare scope: string;
  declare sealed_token: string;
  declare expires_at: Date;
  /** From then on a new one is asked for, while this one is still good. */
  declare renew_at: Date | null;
}

export interface Registry {
  readonly platforms: typeof PlatformModel;
  readonly keys: typeof ToolKeyModel;
  readonly tokens: typeof AccessTokenModel;
  readonly sequelize: Sequelize;
}

const text = DataTypes.TEXT;
const MAX_CONNECTIONS = 2;

/**
 * Opens the registry's tables. They are made by the migrations; connections are opened when they are first needed. The
 * models are subclasses of their own, because Sequelize writes the connection into the class.
 */
export function openRegistry(databaseUrl: string): Registry {
  const sequelize = new Sequelize(databaseUrl, { dialect: 'postgres', logging: false, pool: { max: MAX_CONNECTIONS, min: 0, idle: 10_000, acquire: 5_000 }, define: { timestamps: false } });
  return {
    sequelize,
    platforms: class extends PlatformModel {}.init(
      { id: { type: DataTypes.UUID, primaryKey: true }, issuer: text, client_id: text, authorization_url: text, token_url: text, token_audience: text, jwks_url: text, product: text },
      { sequelize, modelName: 'platform', tableName: 'platform' },
    ),
    keys: class extends ToolKeyModel {}.init(
      { kid: { type: text, primaryKey: true }, public_jwk: DataTypes.JSONB, sealed_private_key: text, created_at: DataTypes.DATE, retired_at: DataTypes.DATE },
      { sequelize, modelName: 'tool_key', tableName: 'tool_key' },
    ),
    tokens: class extends AccessTokenModel {}.init(
      { platform_id: { type: DataTypes.UUID, primaryKey: true }, scope: { type: text, primaryKey: true }, sealed_token: text, expires_at: DataTypes.DATE, renew_at: DataTypes.DATE },
      { sequelize, modelName: 'access_token', tableName: 'access_token' },
    ),
  };
}
