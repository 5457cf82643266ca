import { graphql, type ResultOf } from '../api/graphql.ts';
import { AuditLog } from '../audit/audit-log.tsx';
import { useWords } from '../messages/language.ts';
import { operatorWords } from './words/index.ts';

const serviceAuditQuery = graphql(`
  query ServiceAuditLog($actor: String, $action: String, $before: DateTime) {
    serviceAuditLog(actor: $actor, action: $action, before: $before) { id at actor action target targetName targetStep { ko en } detail }
  }
`);

const pickEntries = ({ serviceAuditLog }: ResultOf<typeof serviceAuditQuery>) => serviceAuditLog;

/** Who did what concerns the whole service, and stands in no institution's log. */
export function ServiceAudit() {
  const words = useWords(operatorWords).audit;
  return <AuditLog title={words.title} query={serviceAuditQuery} pick={pickEntries} actions={words.actions} emptyText={words.emptyText} />;
}
