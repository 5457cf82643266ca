import { useMediaQuery } from '@mantine/hooks';

/** Wide: guide and steps side by side. Frame: one column, steps as a strip. Narrow: tabs. */
export type Layout = 'wide' | 'frame' | 'narrow';

export function useLayout(): Layout {
  const wide = useMediaQuery('(min-width: 62rem)', undefined, { getInitialValueInEffect: false });
  const narrow = useMediaQuery('(max-width: 34rem)', undefined, { getInitialValueInEffect: false });
  if (wide) return 'wide';
  return narrow ? 'narrow' : 'frame';
}
