/** The month (UTC) that a moment is in, up to where the next one begins. */
export function monthOf(at: Date): { readonly from: Date; readonly to: Date } {
  const [year, month] = [at.getUTCFullYear(), at.getUTCMonth()];
  return { from: new Date(Date.UTC(year, month, 1)), to: new Date(Date.UTC(year, month + 1, 1)) };
}
