import { useState } from 'react';
import { useAsk } from '../../api/use-ask.ts';
import { useWords } from '../../messages/language.ts';
import { Notice } from '../../shell/notice.tsx';
import { Asked } from '../../staff/asked.tsx';
import { useKept } from '../../staff/use-kept.ts';
import { contractsQuery } from '../sales-document.ts';
import { salesWords } from '../words/index.ts';
import { ContractsPanel } from './contracts-panel.tsx';
import { CustomersPanel } from './customers-panel.tsx';

const noVariables = {};

/** Who has agreed on what, what came of it, and the way to agree on something else. */
export function Contracts() {
  const words = useWords(salesWords).contracts;
  const answer = useKept(useAsk(contractsQuery, noVariables));
  const [done, setDone] = useState<string | null>(null);
  const acted = (what: string) => {
    setDone(what);
    answer.refresh();
  };
  return (
    <Asked answer={answer} what={words.loading}>
      {(agreed) => (
        <>
          {done !== null && (
            <output>
              <Notice tone="good" title={done} />
            </output>
          )}
          <ContractsPanel agreed={agreed} onDone={acted} />
          <CustomersPanel customers={agreed.customers} onDone={acted} />
        </>
      )}
    </Asked>
  );
}
