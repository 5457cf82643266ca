import { createTheme, type CSSVariablesResolver } from '@mantine/core';
import * as tokens from './tokens.ts';

/** Mantine's theme, made of the tokens and nothing else. */
export const theme = createTheme({
  primaryColor: 'accent',
  primaryShade: { light: 6, dark: 5 },
  colors: { accent: tokens.accentShades },
  fontFamily: tokens.fontFamily,
  fontFamilyMonospace: tokens.monoFamily,
  fontSizes: tokens.fontSizes,
  lineHeights: tokens.lineHeights,
  spacing: tokens.spacing,
  radius: tokens.radius,
  defaultRadius: 'md',
  headings: {
    fontFamily: tokens.fontFamily,
    fontWeight: '620',
    sizes: {
      h1: { fontSize: tokens.fontSizes.xl, lineHeight: tokens.lineHeights.xl },
      h2: { fontSize: tokens.fontSizes.lg, lineHeight: tokens.lineHeights.lg },
      h3: { fontSize: tokens.fontSizes.md, lineHeight: tokens.lineHeights.lg },
      h4: { fontSize: tokens.fontSizes.sm, lineHeight: tokens.lineHeights.lg },
      h5: { fontSize: tokens.fontSizes.sm, lineHeight: tokens.lineHeights.lg },
      h6: { fontSize: tokens.fontSizes.xs, lineHeight: tokens.lineHeights.lg },
    },
  },
  respectReducedMotion: true,
  components: {
    Modal: {
      defaultProps: { centered: true, radius: 'lg', padding: 'lg', transitionProps: { duration: 140, transition: 'fade' } },
      styles: { title: { fontWeight: 640 } },
    },
    Drawer: { defaultProps: { transitionProps: { duration: 160 } } },
    // Fields stand on the same surface as cards, in both schemes.
    Input: { vars: () => ({ wrapper: { '--input-bg': 'var(--cc-surface)', '--input-bd': 'var(--cc-line-strong)' } }) },
    Tooltip: { defaultProps: { withArrow: true, openDelay: 250, transitionProps: { duration: 100 } } },
    Menu: { defaultProps: { transitionProps: { duration: 100 } } },
  },
});

/** Gives each scheme's tokens to the style sheets, and Mantine's own surfaces the same colours. */
export const cssVariablesResolver: CSSVariablesResolver = () => ({
  variables: { '--cc-mono': tokens.monoFamily, '--cc-motion': tokens.motion },
  light: schemeVariables(tokens.light),
  dark: schemeVariables(tokens.dark),
});

function schemeVariables(colors: tokens.SchemeColors): Record<string, string> {
  const named = Object.entries(colors).map(([name, value]) => [`--cc-${kebab(name)}`, value] as const);
  return {
    ...Object.fromEntries(named),
    '--mantine-color-body': colors.surface,
    '--mantine-color-text': colors.text,
    '--mantine-color-dimmed': colors.textQuiet,
    '--mantine-color-default': colors.surface,
    '--mantine-color-default-hover': colors.hover,
    '--mantine-color-default-color': colors.text,
    '--mantine-color-default-border': colors.line,
    '--mantine-color-anchor': colors.accentInk,
    '--mantine-color-placeholder': colors.textQuiet,
    '--mantine-color-error': colors.badInk,
  };
}

function kebab(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
