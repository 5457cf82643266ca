import { z } from 'zod';

/** The parts of the server; each can run in a process of its own. */
export const roleSchema = z.enum(['web', 'activity', 'jobs']);
export type Role = z.infer<typeof roleSchema>;
export const allRoles: readonly Role[] = roleSchema.options;

const flag = z.enum(['true', 'false']).default('false').transform((value) => value === 'true');
const key = z.base64().refine((value) => Buffer.from(value, 'base64').length === 32, 'must be 32 bytes in base64');
const url = z.url({ protocol: /^https?$/, hostname: /.+/ });
const origin = url.refine((text) => !URL.canParse(text) || new URL(text).href === `${new URL(text).origin}/`, 'must be an address without a path: the server has its host for itself');
/** Texts, separated by spaces. */
const listOf = (form: z.ZodType<string, string>) => z.string().default('').transform((text) => text.split(/\s+/).filter((part) => part !== '')).pipe(z.array(form));
/** A site as Content-Security-Policy names it; a mark beside it would end the list, or the policy (https://www.w3.org/TR/CSP3/#grammardef-host-source). */
const site = z.string().regex(/^(?:https?:\/\/)?(?:\*\.)?[\w-]+(?:\.[\w-]+)*(?::(?:\d+|\*))?$/, 'must be sites such as https://learn.example.edu, with spaces between them');

/**
 * Every environment variable the server reads, with its form. docs/configuration.md describes each in a table that a
 * test holds equal to this one.
 */
export const variables = {
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  HOST: z.string().min(1).default('127.0.0.1'),
  PUBLIC_URL: origin.default('http://127.0.0.1:3000'),
  PUBLIC_URL_PREVIOUS: listOf(url),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  SEALING_KEY: key,
  SEALING_KEY_PREVIOUS: key.optional(),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
  ALLOW_PRIVATE_ADDRESSES: flag,
  FRAME_ANCESTORS: listOf(site),
  AWS_ENDPOINT_URL: url.optional(),
  AWS_REGION: z.string().default('ap-northeast-2'),
  AWS_FEDERATION_URL: url.default('https://signin.aws.amazon.com/federation'),
  AWS_CONSOLE_URL: url.default('https://console.aws.amazon.com/'),
  ACTIVITY_STREAM: z.string().default('cloudclass-activity'),
  EVENTS_STREAM: z.string().default('cloudclass-events'),
  ACCOUNT_EMAIL: z.email().max(38, 'must be 38 characters at most').default('lab@accounts.cloudclass.invalid'),
  POOL_SIZE: z.coerce.number().int().min(0).default(2),
  POOL_MAXIMUM: z.coerce.number().int().min(1).default(20),
  STRIPE_SECRET_KEY: z.string().min(1).optional(),
  STRIPE_WEBHOOK_SECRET: z.string().min(1).optional(),
  STRIPE_API_URL: url.optional(),
  OIDC_ISSUER: url.optional(),
  OIDC_CLIENT_ID: z.string().min(1).optional(),
  OIDC_CLIENT_SECRET: z.string().min(1).optional(),
  PACKS_DIR: z.string().default('course-packs'),
  WAREHOUSE_DIR: z.string().default('.data/warehouse'),
  RECORDS_KEPT_DAYS: z.coerce.number().int().min(1).max(36_500).default(400),
} as const;

const schema = z.object(variables);
export type Config = z.infer<typeof schema>;

/** The configuration is unusable; `lines` name each variable and what it must be. */
export class ConfigError extends Error {
  readonly lines: readonly string[];

  constructor(lines: readonly string[]) {
    super(`The configuration is not usable.\n${lines.join('\n')}`);
    this.name = 'ConfigError';
    this.lines = lines;
  }
}

/**
 * Parses the environment once, at the start; nothing else reads it.
 * @throws ConfigError naming every variable that is missing or malformed, never its value
 */
export function parseConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(Object.keys(variables).map((name) => [name, environment[name] === '' ? undefined : environment[name]]));
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  throw new ConfigError(result.error.issues.map((issue) => `${issue.path.join('.')}: ${given[String(issue.path[0])] === undefined ? 'is missing' : issue.message}`));
}
