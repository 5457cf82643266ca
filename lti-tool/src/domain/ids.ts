import { z } from 'zod';

const id = <Name extends string>() => z.uuid().brand<Name>();

export const institutionIdSchema = id<'InstitutionId'>();
export type InstitutionId = z.infer<typeof institutionIdSchema>;

/** A registration: issuer and client id, as one LMS knows the tool. */
export const platformIdSchema = id<'PlatformId'>();
export type PlatformId = z.infer<typeof platformIdSchema>;

export const courseIdSchema = id<'CourseId'>();
export type CourseId = z.infer<typeof courseIdSchema>;

/** One activity on a course page: an LTI resource link. */
export const resourceLinkIdSchema = id<'ResourceLinkId'>();
export type ResourceLinkId = z.infer<typeof resourceLinkIdSchema>;

/** What an instructor chose for an activity; it travels in the link's custom parameters. */
export const configurationIdSchema = id<'ConfigurationId'>();
export type ConfigurationId = z.infer<typeof configurationIdSchema>;

export const personIdSchema = id<'PersonId'>();
export type PersonId = z.infer<typeof personIdSchema>;

/** The public half of a session; its secret travels in a cookie or a header. */
export const sessionIdSchema = id<'SessionId'>();
export type SessionId = z.infer<typeof sessionIdSchema>;

export const labIdSchema = id<'LabId'>();
export type LabId = z.infer<typeof labIdSchema>;

/** Names one domain event; consumers are idempotent by it. */
export const eventIdSchema = id<'EventId'>();
