import { createHmac, createPublicKey, generateKeyPairSync, sign as signBytes, type KeyObject } from 'node:crypto';
import { claim } from '../../src/features/launch/claims.ts';
import type { Begun, Claims, LaunchPlatform } from '../launch-platform.ts';
import type { Random } from './random.ts';
import { flippedBit, lookalike, nearText, otherForm } from './texts.ts';

/** A launch that would be taken, and is never sent as it is. */
export interface Base extends Begun {
  readonly claims: Claims;
  readonly token: string;
}

/** What an attack is made of. */
export interface Material {
  readonly random: Random;
  readonly platform: LaunchPlatform;
  readonly base: Base;
  /** Another launch, as valid as the first. */
  readonly other: Base;
}

export interface Attack {
  readonly state: string;
  readonly token: string;
}

const attacker = generateKeyPairSync('rsa', { modulusLength: 2048 });
const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const header = (more: object = {}): string => JSON.stringify({ alg: 'RS256', kid: 'key-1', typ: 'JWT', ...more });
const signedBy = (key: KeyObject, text: string, digest = 'RSA-SHA256'): string => `${text}.${signBytes(digest, Buffer.from(text), key).toString('base64url')}`;
const keyOf = ({ platform }: Material): KeyObject => createPublicKey({ key: platform.jwks.keys[0] ?? {}, format: 'jwk' });

/** A part of the one token in the place of the other's. */
function spliced({ random, base, other }: Material): string {
  const [one, two] = [base.token.split('.'), other.token.split('.')];
  // the headers are the same text, so only payload and signature make a difference
  return random.pick([[one[0], one[1], two[2]], [one[0], two[1], one[2]], [one[0], one[1], one[1]], [one[1], one[1], one[2]], [one[0], one[0], one[2]]]).join('.');
}

/** RFC 8725 section 2.1: no signature, or one by a key that everybody has. */
function confusedAlgorithm(material: Material): string {
  const { random, base, platform } = material;
  const alg = random.pick(['none', 'None', 'NONE', 'nOnE', '', 'HS256', 'HS384', 'HS512', 'RS384', 'RS512', 'PS256', 'ES256', 'EdDSA', 'RS256 ', 'rs256', null, 0, ['RS256'], { alg: 'RS256' }, true]);
  const text = `${part({ alg, kid: 'key-1', typ: 'JWT' })}.${part(base.claims)}`;
  const key = keyOf(material);
  const secret = random.pick([key.export({ type: 'spki', format: 'pem' }), key.export({ type: 'spki', format: 'der' }), key.export({ type: 'pkcs1', format: 'pem' }), JSON.stringify(platform.jwks.keys[0]), '']);
  return random.pick([`${text}.`, `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`, `${text}.${platform.signatureOf(text)}`, `${text}.${base.token.split('.')[2]}`]);
}

const strangeNames = ['../../../../dev/null', "key-1' or '1'='1", '<script>alert(1)</script>', '__proto__', 'constructor', 'toString', '', ' key-1', 'key-1\0', 'KEY-1', 'https://elsewhere.example/jwks#key-1', 'k'.repeat(50_000), 1, null, ['key-1'], { kid: 'key-1' }];

/** A key that the token itself brings along, or names elsewhere. */
function ownKey({ random, base }: Material): string {
  const jwk = { ...attacker.publicKey.export({ format: 'jwk' }), kid: 'key-1', alg: 'RS256', use: 'sig' };
  const more = random.pick([{ jwk }, { jku: 'http://127.0.0.1:9/jwks' }, { x5u: 'http://127.0.0.1:9/cert' }, { x5c: ['MIIB'] }, { jwk, kid: random.pick(strangeNames) }, {}]);
  return signedBy(attacker.privateKey, `${part({ alg: 'RS256', kid: 'key-1', ...more })}.${part(base.claims)}`);
}

/** The platform signs, but the header is not what was agreed on. */
function strangeHeader({ random, platform, base }: Material): string {
  const payload = JSON.stringify(base.claims);
  return platform.signRaw(random.pick([
    header({ kid: random.pick(strangeNames) }),
    header({ crit: ['exp'], exp: 1 }), header({ crit: ['b64'], b64: true }), header({ crit: ['b64'], b64: false }), header({ crit: [] }), header({ b64: false }), header({ crit: 'exp' }),
    `${header().slice(0, -1)},"alg":"none"}`, `${header().slice(0, -1)},"kid":"key-9"}`, '[]', 'null', '"RS256"', '{', '', `{"__proto__":${header()}}`, '[['.repeat(10_000),
  ]), payload);
}

/** RFC 7797: the signed text is read as it stands, by whoever does not look at `b64`. */
function unencodedPayload({ platform, base }: Material): string {
  const payload = JSON.stringify(base.claims).replaceAll('.', '\\u002e');
  const text = `${part({ alg: 'RS256', kid: 'key-1', crit: ['b64'], b64: false })}.${payload}`;
  return `${text}.${platform.signatureOf(text)}`;
}

const strangeTimes = (now: number): unknown[] => [String(now + 30), [now + 30], { value: now }, true, null, -1, -now, 0, 1e308, -1e308, now + 1e9, now - 1e6, Number.MAX_SAFE_INTEGER, '1e9', '', ' ', new Date(now * 1000).toISOString()];
const strangeTexts = (text: string): unknown[] => [null, 0, 1, true, [], {}, [text], { toString: text }, '', [[text]], text.split('')];

/** The platform signs, but one claim is not what it must be. */
function strangeClaim({ random, platform, base }: Material): string {
  const { claims } = base;
  const now = Number(claims['iat']);
  const near = (name: string): Claims => ({ [name]: random.pick([...strangeTexts(String(claims[name])), lookalike(random, String(claims[name])), lookalike(random, String(claims[name]))]) });
  const changed = random.pick<() => Claims>([
    () => near('iss'), () => near('nonce'), () => near(claim.deploymentId), () => near(claim.targetLinkUri), () => near(claim.version), () => near(claim.messageType),
    () => ({ aud: random.pick<unknown>([null, 0, {}, [], [[claims['aud']]], [claims['aud'], 'another'], lookalike(random, String(claims['aud'])), { 0: claims['aud'], length: 1 }]) }),
    () => ({ azp: random.pick<unknown>([null, 0, '', 'another', [claims['aud']], lookalike(random, String(claims['aud']))]) }),
    () => ({ exp: random.pick(strangeTimes(now)) }), () => ({ iat: random.pick(strangeTimes(now)) }), () => ({ nbf: random.pick([String(now), [now], {}, true, 1e308, now + 1e6, null, '']) }),
    () => ({ sub: random.pick<unknown>([0, 1, true, [], {}, ['learner-1'], 'x'.repeat(256), 'a\0b', '\ud800']) }),
    () => ({ [claim.roles]: random.pick<unknown>([null, 'Instructor', 1, {}, [1], [null], [['Instructor']], { 0: 'Instructor', length: 1 }]) }),
    () => ({ [claim.resourceLink]: random.pick<unknown>([null, 'link-1', [], {}, { id: 1 }, { id: '' }, { id: 'x'.repeat(256) }, { id: null }, [{ id: 'link-1' }], { id: '\0' }]) }),
  ])();
  return platform.signRaw(header(), JSON.stringify({ ...claims, ...changed }));
}

/** The platform signs JSON that parsers read in different ways, or that none reads. */
function strangeJson({ random, platform, base }: Material): string {
  const text = JSON.stringify(base.claims);
  const open = text.slice(0, -1);
  const name = random.pick(['iss', 'nonce', claim.deploymentId, claim.version]);
  const { [name]: value, ...rest } = base.claims;
  const hidden = JSON.stringify({ [name]: value });
  const deep = '['.repeat(30_000) + ']'.repeat(30_000);
  return platform.signRaw(header(), random.pick<() => string | Buffer>([
    () => `${open},"${name}":"another"}`, () => `${open},"${name}":null}`,
    () => `${JSON.stringify(rest).slice(0, -1)},"__proto__":${hidden}}`, () => `${JSON.stringify(rest).slice(0, -1)},"constructor":{"prototype":${hidden}}}`,
    () => `${open},"${random.pick(['iss', 'aud', 'nonce', 'sub', 'exp', claim.roles, claim.resourceLink])}":${deep}}`,
    () => text.slice(0, -1), () => `${text}}`, () => `[${text}]`, () => 'null', () => '""', () => '', () => `${text}//`, () => JSON.stringify(text), () => Buffer.concat([Buffer.from(open), Buffer.from([0x2c, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d])]),
    () => Buffer.from(text, 'utf16le'), () => `{"claims":${text}}`,
  ])());
}

/** A state that this server never signed. */
function strangeState({ random, base }: Material): string {
  const [head = '', body = '', signature = ''] = base.state.split('.');
  const claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as Claims;
  const forged = `${part(random.pick<object>([{ alg: 'none', typ: 'launch-state' }, { alg: 'HS256', typ: 'launch-state' }, { alg: 'HS512', typ: 'launch-state' }, { alg: 'HS256', typ: 'launch-ticket' }]))}.${part({ ...claims, exp: 1e12 })}`;
  const key = random.pick(['', 'secret', Buffer.alloc(32), 'launch-state', base.nonce]);
  return random.pick([`${forged}.`, `${forged}.${signature}`, `${forged}.${createHmac('sha256', key).update(forged).digest('base64url')}`, `${head}.${body}.`, `${head}..${signature}`, base.token]);
}

/** Every way to attack a launch, by name. Each of them has to be refused, whatever `random` picks. */
export const mutations: Readonly<Record<string, (material: Material) => Attack>> = {
  'a bit of the token': ({ random, base }) => ({ ...base, token: flippedBit(random, base.token) }),
  'a character of the token': ({ random, base }) => ({ ...base, token: nearText(random, base.token) }),
  'another form of the token': ({ random, base }) => ({ ...base, token: otherForm(random, base.token) }),
  'parts of two tokens': (material) => ({ ...material.base, token: spliced(material) }),
  'the token of another launch': ({ base, other }) => ({ ...base, token: other.token }),
  'another algorithm': (material) => ({ ...material.base, token: confusedAlgorithm(material) }),
  'a key of its own': (material) => ({ ...material.base, token: ownKey(material) }),
  'a strange header': (material) => ({ ...material.base, token: strangeHeader(material) }),
  'an unencoded payload': (material) => ({ ...material.base, token: unencodedPayload(material) }),
  'a strange claim': (material) => ({ ...material.base, token: strangeClaim(material) }),
  'strange JSON': (material) => ({ ...material.base, token: strangeJson(material) }),
  'a bit of the state': ({ random, base }) => ({ ...base, state: flippedBit(random, base.state) }),
  'a character of the state': ({ random, base }) => ({ ...base, state: nearText(random, base.state) }),
  'another form of the state': ({ random, base }) => ({ ...base, state: otherForm(random, base.state) }),
  'a strange state': (material) => ({ ...material.base, state: strangeState(material) }),
};
