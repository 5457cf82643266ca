import {
  IconAlertTriangle,
  IconCircle,
  IconCircleCheckFilled,
  IconCircleX,
  IconLoader2,
  type Icon,
} from '@tabler/icons-react';
import classes from './status-mark.module.css';
import type { Tone } from './tone.ts';

const icons: Record<Tone, Icon> = {
  good: IconCircleCheckFilled,
  busy: IconLoader2,
  warn: IconAlertTriangle,
  bad: IconCircleX,
  quiet: IconCircle,
};

interface StatusMarkProps {
  readonly tone: Tone;
  /** The status in a word or two: colour never stands alone. */
  readonly children: string;
  /** Replaces the tone's own icon. */
  readonly icon?: Icon;
  /** `plain` leaves the tinted pill away, for tables. */
  readonly look?: 'pill' | 'plain';
}

/** A status as icon and word. Every status on every page is drawn by this. */
export function StatusMark({ tone, children, icon, look = 'pill' }: StatusMarkProps) {
  const Picture = icon ?? icons[tone];
  const turning = tone === 'busy' && icon === undefined;
  const names = [classes['mark'], classes[tone], look === 'pill' && classes['pill'], turning && classes['turn']];
  return (
    <span className={names.filter(Boolean).join(' ')}>
      <Picture size={14} stroke={2.2} aria-hidden="true" />
      {children}
    </span>
  );
}
