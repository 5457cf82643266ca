import { Money } from '../../format/money.tsx';
import { useWords } from '../../messages/language.ts';
import { Figures } from '../../staff/figures.tsx';
import { instructorWords } from '../words/index.ts';
import type { Board } from './board-document.ts';

/** The class in seven figures. */
export function BoardStrip({ summary }: { readonly summary: Board['summary'] }) {
  const words = useWords(instructorWords).board;
  const { enrolled, started, working, stuck, done, medianProgress, spent } = summary;
  return (
    <Figures
      label={words.title}
      figures={[
        { label: words.enrolled, value: enrolled },
        { label: words.started, value: started },
        { label: words.working, value: working },
        { label: words.stuck, value: stuck, ...(stuck > 0 ? { tone: 'warn' } : {}) },
        { label: words.done, value: done },
        { label: words.progress, value: `${Math.round(medianProgress * 100)}%`, note: words.progressNote },
        { label: words.spent, value: <Money value={spent} /> },
      ]}
    />
  );
}
