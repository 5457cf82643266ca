import { CopyButton } from '../../text/copy-button.tsx';
import classes from './values.module.css';

/** Named values, each with the means to copy it. */
export function Values({ values }: { readonly values: readonly (readonly [name: string, value: string])[] }) {
  return (
    <dl className={classes['values']}>
      {values.map(([name, value]) => (
        <div key={name} className={classes['pair']}>
          <dt>{name}</dt>
          <dd>
            <span className={classes['value']}>{value === '' ? '—' : value}</span>
            {value !== '' && <CopyButton value={value} what={name} />}
          </dd>
        </div>
      ))}
    </dl>
  );
}
