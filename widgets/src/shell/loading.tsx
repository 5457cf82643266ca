import { useEffect, useState } from 'react';
import { useWords } from '../messages/language.ts';
import { sharedWords } from '../messages/shared-words.ts';
import classes from './loading.module.css';

const bones = [
  { width: '40%', height: '1.75rem' },
  { width: '92%', height: '0.875rem' },
  { width: '80%', height: '0.875rem' },
  { width: '100%', height: '8rem' },
];

/** The place of what is being fetched; words join after one second, more of them after eight. */
export function Loading({ what }: { readonly what?: string }) {
  const words = useWords(sharedWords);
  const patience = usePatience();
  return (
    <div className={classes['loading']} aria-busy="true">
      {bones.map((bone) => (
        <div key={bone.width} className={classes['bone']} style={bone} />
      ))}
      <output className={classes['words']}>
        {patience >= 1 && (what ?? words.loading)} {patience >= 2 && words.stillLoading}
      </output>
    </div>
  );
}

function usePatience(): number {
  const [level, setLevel] = useState(0);
  useEffect(() => {
    const timers = [1000, 8000].map((wait, at) => setTimeout(() => setLevel(at + 1), wait));
    return () => timers.forEach((timer) => clearTimeout(timer));
  }, []);
  return level;
}
