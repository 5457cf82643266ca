import { builder } from './builder.ts';
import './viewer-operations.ts';
import './learner-operations.ts';
import './observer-operations.ts';
import './instructor-operations.ts';
import './choose-operations.ts';
import './manager-operations.ts';
import './personal-data-operations.ts';
import './sales-operations.ts';
import './operator-operations.ts';
import './subscriptions.ts';

/** The whole API. schema.graphql is its printed form, which the pages are built against. */
export const schema = builder.toSchema();
