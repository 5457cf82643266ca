import { useEffect, useState } from 'react';

const pauseMs = 300;

/** A value once it has not changed for a moment: a search asks when the person stops typing. */
export function useSettled<Value>(value: Value): Value {
  const [settled, settle] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => settle(value), pauseMs);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
