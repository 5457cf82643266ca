import { graphql, type ResultOf } from '../api/graphql.ts';
import { AuditLog } from '../audit/audit-log.tsx';
import { useWords } from '../messages/language.ts';
import { managerWords } from './words/index.ts';

const auditQuery = graphql(`
  query AuditLog($actor: String, $action: String, $before: DateTime) {
    auditLog(actor: $actor, action: $action, before: $before) { id at actor action target targetName targetStep { ko en } detail }
  }
`);

const pickEntries = ({ auditLog }: ResultOf<typeof auditQuery>) => auditLog;

/** Who did what in the institution. */
export function AuditView() {
  const { views, audit } = useWords(managerWords);
  return <AuditLog title={views.audit} query={auditQuery} pick={pickEntries} actions={audit.actions} emptyText={audit.emptyText} />;
}
