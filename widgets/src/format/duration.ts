import type { Words } from '../messages/en.ts';

/** "45 s", "12 min", "2 h 40", "3 days": the two largest units that matter. */
export function formatDuration(seconds: number, words: Words): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return words.duration.seconds(whole);
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return words.duration.minutes(minutes);
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return words.duration.hours(hours, minutes % 60);
  return words.duration.days(Math.floor(hours / 24));
}

/** "4:05", "1:02:09": a place in a video. */
export function formatPosition(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const tail = `${h > 0 ? String(m).padStart(2, '0') : m}:${String(s).padStart(2, '0')}`;
  return h > 0 ? `${h}:${tail}` : tail;
}
