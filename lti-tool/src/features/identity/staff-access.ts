import { z } from 'zod';
import { staffRoleSchema, type Staff, type StaffRole } from './staff.ts';

/** Claims of an id_token that matter here. Roles this product does not know are other products' business. */
const claimsSchema = z.object({
  iss: z.string().min(1),
  sub: z.string().min(1),
  name: z.string().nullish(),
  email: z.string().nullish(),
  locale: z.string().nullish(),
  institution: z.string().nullish(),
  cloudclass_roles: z.array(z.string()).nullish(),
});

export type StaffAccess =
  | { readonly kind: 'granted'; readonly staff: Staff; readonly institutionSlug: string | null }
  | { readonly kind: 'refused'; readonly code: 'STAFF_WITHOUT_ROLE' | 'STAFF_INSTITUTION_UNKNOWN'; readonly detail: string };

/**
 * Who gets in: whoever holds a role. A manager manages one institution, so it has to be named; sales and operators
 * work for all of them.
 */
export function staffAccess(claims: unknown): StaffAccess {
  const parsed = claimsSchema.safeParse(claims);
  if (!parsed.success) return { kind: 'refused', code: 'STAFF_WITHOUT_ROLE', detail: z.prettifyError(parsed.error) };
  const { iss, sub, name, email, institution } = parsed.data;
  const [first, ...others] = (parsed.data.cloudclass_roles ?? []).filter(isStaffRole);
  if (first === undefined) return { kind: 'refused', code: 'STAFF_WITHOUT_ROLE', detail: `${sub} holds ${parsed.data.cloudclass_roles?.join(', ') ?? 'no roles'}` };
  const roles: Staff['roles'] = [first, ...others];
  const manages = roles.includes('manager');
  if (manages && !institution) return { kind: 'refused', code: 'STAFF_INSTITUTION_UNKNOWN', detail: `${sub} manages no institution` };
  return { kind: 'granted', staff: { issuer: iss, subject: sub, name: name ?? null, email: email ?? null, roles, ...languageOf(parsed.data.locale) }, institutionSlug: manages ? (institution ?? null) : null };
}

/** A locale such as `ko-KR` (OpenID Connect Core 1.0 section 5.1), or `ko_KR`, begins with its language. */
function languageOf(locale: string | null | undefined): Pick<Staff, 'language'> {
  const language = z.enum(['ko', 'en']).safeParse(locale?.split(/[-_]/)[0]?.toLowerCase());
  return language.success ? { language: language.data } : {};
}

const isStaffRole = (role: string): role is StaffRole => staffRoleSchema.safeParse(role).success;
