const syntax = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;
const millisPerUnit = [604_800_000, 86_400_000, 3_600_000, 60_000, 1_000];

/**
 * Length of an ISO 8601 duration in milliseconds.
 * @returns undefined for one in years or months, whose length depends on the calendar, and for what is no duration.
 */
export function durationMillis(duration: string): number | undefined {
  const amounts = syntax.exec(duration)?.slice(1);
  if (amounts === undefined || amounts.every((amount) => amount === undefined)) return undefined;
  return millisPerUnit.reduce((sum, millis, index) => sum + millis * Number(amounts[index] ?? 0), 0);
}
