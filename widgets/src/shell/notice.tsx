import { IconAlertTriangle, IconCircleCheck, IconInfoCircle, IconAlertCircle, type Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Tone } from '../status/tone.ts';
import classes from './notice.module.css';

const icons: Record<Tone, Icon> = {
  good: IconCircleCheck,
  busy: IconInfoCircle,
  warn: IconAlertTriangle,
  bad: IconAlertCircle,
  quiet: IconInfoCircle,
};

interface NoticeProps {
  readonly tone: Tone;
  readonly title: string;
  /** What happened, why, and what to do. */
  readonly children?: ReactNode;
  /** Small print, such as a code. */
  readonly detail?: ReactNode;
  readonly actions?: ReactNode;
  readonly icon?: Icon;
}

/** Something the person should know, in its place on the page. */
export function Notice({ tone, title, children, detail, actions, icon }: NoticeProps) {
  const Picture = icon ?? icons[tone];
  return (
    <div className={`${classes['notice']} ${classes[tone]}`} role={tone === 'bad' ? 'alert' : undefined}>
      <Picture size={20} aria-hidden="true" />
      <div className={classes['body']}>
        <div className={classes['said']}>
          <p className={classes['title']}>{title}</p>
          {children !== undefined && <div className={classes['text']}>{children}</div>}
          {detail !== undefined && <div className={classes['detail']}>{detail}</div>}
        </div>
        {actions !== undefined && <div className={classes['actions']}>{actions}</div>}
      </div>
    </div>
  );
}
