/**
 * Every colour, size and time of the pages. The light and the dark scheme name the same tokens, so a page is written
 * once. Each becomes a CSS variable: `colors.textQuiet` is `var(--cc-text-quiet)`.
 *
 * Contrast: text and textQuiet reach 4.5:1 on page, surface and sunken; each tone's ink reaches 4.5:1 on its own tint.
 */
export interface SchemeColors {
  /** Behind everything. */
  readonly page: string;
  /** Cards, bars, the reading column. */
  readonly surface: string;
  /** Wells: code, progress tracks, quiet strips. */
  readonly sunken: string;
  readonly hover: string;
  readonly line: string;
  readonly lineStrong: string;
  readonly text: string;
  readonly textQuiet: string;
  readonly accent: string;
  readonly accentInk: string;
  readonly accentTint: string;
  readonly goodInk: string;
  readonly goodTint: string;
  readonly warnInk: string;
  readonly warnTint: string;
  readonly badInk: string;
  readonly badTint: string;
  readonly shadow: string;
}

export const light: SchemeColors = {
  page: '#f7f8fa',
  surface: '#ffffff',
  sunken: '#f1f3f6',
  hover: '#eceff3',
  line: '#e3e6eb',
  lineStrong: '#c9ced7',
  text: '#181b22',
  textQuiet: '#575e6c',
  accent: '#3454d1',
  accentInk: '#2f4bbd',
  accentTint: '#edf1fd',
  goodInk: '#146c43',
  goodTint: '#e6f5ec',
  warnInk: '#8a4b00',
  warnTint: '#fff3dc',
  badInk: '#b3261e',
  badTint: '#fdecea',
  shadow: '0 1px 2px rgb(20 24 36 / 5%), 0 4px 16px rgb(20 24 36 / 5%)',
};

export const dark: SchemeColors = {
  page: '#101217',
  surface: '#171a21',
  sunken: '#1f232c',
  hover: '#252a34',
  line: '#292e39',
  lineStrong: '#414856',
  text: '#e9ebf0',
  textQuiet: '#a3abba',
  accent: '#4a68e4',
  accentInk: '#a3b5ff',
  accentTint: '#202945',
  goodInk: '#6fd3a0',
  goodTint: '#173128',
  warnInk: '#f3be6b',
  warnTint: '#352a16',
  badInk: '#ff9c93',
  badTint: '#3b2022',
  shadow: '0 1px 2px rgb(0 0 0 / 40%), 0 4px 16px rgb(0 0 0 / 25%)',
};

/** The accent in ten shades, as Mantine wants it; 6 is `light.accent`, 5 is `dark.accent`. */
export const accentShades = [
  '#edf1fd', '#d9e1fb', '#b3c2f6', '#8ca2f0', '#6c87eb', '#4a68e4', '#3454d1', '#2f4bbd', '#263d9c', '#1d2f78',
] as const;

/** The five sizes of text, in rem. */
export const fontSizes = { xs: '0.75rem', sm: '0.875rem', md: '1rem', lg: '1.25rem', xl: '1.75rem' } as const;

export const lineHeights = { xs: '1.45', sm: '1.5', md: '1.65', lg: '1.4', xl: '1.25' } as const;

export const spacing = { xs: '0.625rem', sm: '0.75rem', md: '1rem', lg: '1.5rem', xl: '2.5rem' } as const;

export const radius = { xs: '4px', sm: '6px', md: '8px', lg: '12px', xl: '16px' } as const;

/** Pretendard is drawn to Inter's weight and height; it carries what Inter lacks. */
export const fontFamily = "'Inter Variable', 'Pretendard Variable', system-ui, sans-serif";
export const monoFamily = "ui-monospace, SFMono-Regular, Menlo, Consolas, monospace";

/** One pace for every movement; the style sheet sets it to nothing for those who ask for less motion. */
export const motion = '160ms';
