import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core';
import { t } from '../texts/en.js';

/** The one colour of our own: links, what is chosen, the button that matters. */
const ink: MantineColorsTuple = [
  '#eff4fa',
  '#dde7f3',
  '#bacee6',
  '#94b3d9',
  '#7a9fcf',
  '#5a86bf',
  '#3d68a6',
  '#345a92',
  '#2b4a79',
  '#203859',
];

const gray: MantineColorsTuple = [
  '#f7f8f9',
  '#eff1f3',
  '#e3e6ea',
  '#d3d8de',
  '#bcc3cb',
  '#929ba7',
  '#66707d',
  '#4a535f',
  '#333b46',
  '#1f252d',
];

const dark: MantineColorsTuple = [
  '#dde1e6',
  '#bcc3cc',
  '#98a1ad',
  '#5d6672',
  '#39404a',
  '#2a3038',
  '#1e2329',
  '#171b20',
  '#121519',
  '#0c0e11',
];

/** The list of choices scrolls by itself: it is what the field tells assistive technology of. */
const choices = {
  defaultProps: { withScrollArea: false },
  styles: { options: { maxHeight: '16rem', overflowY: 'auto' as const } },
};

export const theme = createTheme({
  primaryColor: 'ink',
  primaryShade: { light: 6, dark: 6 },
  colors: { ink, gray, dark },
  defaultRadius: 'sm',
  radius: { xs: '3px', sm: '6px', md: '9px', lg: '14px', xl: '24px' },
  fontFamily: 'Inter, ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace',
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.25rem' },
  lineHeights: { xs: '1.4', sm: '1.45', md: '1.55', lg: '1.6', xl: '1.4' },
  headings: {
    fontWeight: '620',
    sizes: {
      h1: { fontSize: '1.5rem', lineHeight: '1.25' },
      h2: { fontSize: '1.0625rem', lineHeight: '1.35' },
      h3: { fontSize: '0.9375rem', lineHeight: '1.4' },
      h4: { fontSize: '0.875rem', lineHeight: '1.45' },
    },
  },
  respectReducedMotion: true,
  cursorType: 'pointer',
  focusRing: 'auto',
  components: {
    Tooltip: {
      defaultProps: { events: { hover: true, focus: true, touch: true }, multiline: true, maw: 320, withArrow: true },
    },
    Modal: {
      defaultProps: { centered: true, radius: 'md', closeButtonProps: { 'aria-label': t.common.close } },
      styles: { title: { fontSize: '1.0625rem', fontWeight: 620 } },
    },
    Notification: { defaultProps: { closeButtonProps: { 'aria-label': t.common.close } } },
    Select: choices,
    Autocomplete: choices,
    TagsInput: choices,
    MultiSelect: choices,
    Checkbox: { defaultProps: { radius: 'xs' } },
    Paper: { defaultProps: { radius: 'md' } },
    Anchor: { defaultProps: { underline: 'hover' } },
    Alert: { defaultProps: { radius: 'md' } },
    Badge: { defaultProps: { radius: 'xl' } },
  },
});

/** A soft ground and a text on it, for alerts, badges and light buttons of these colours. */
function soft(tones: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(tones).flatMap(([color, tone]) => [
      [`--mantine-color-${color}-light`, `var(--usher-${tone}-soft)`],
      [`--mantine-color-${color}-light-hover`, `var(--usher-${tone}-soft)`],
      [`--mantine-color-${color}-light-color`, `var(--usher-${tone})`],
    ]),
  );
}

const SOFT = soft({ red: 'bad', orange: 'warn', yellow: 'warn', green: 'good', gray: 'quiet', ink: 'info' });
/** White on it is read in both schemes. */
const DANGER = { '--mantine-color-red-filled': '#b3261e', '--mantine-color-red-filled-hover': '#962019' };

/** Dimmed text that is still read (4.5:1 and better) on the page and on a panel, in both schemes. */
export const variables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    ...SOFT,
    ...DANGER,
    '--mantine-color-body': '#fbfbfc',
    '--mantine-color-text': '#1d232b',
    '--mantine-color-dimmed': '#5b6470',
    '--mantine-color-placeholder': '#6b7480',
    '--mantine-color-error': '#b3261e',
    '--usher-panel': '#ffffff',
    '--usher-chart-main': '#5a86bf',
    '--usher-chart-second': '#b07d2b',
    '--usher-chart-good': '#4f9d78',
    '--usher-chart-warn': '#d19a3d',
    '--usher-chart-bad': '#c4554c',
    '--usher-chart-quiet': '#b4bcc6',
    '--usher-line': '#e3e6ea',
    '--usher-sunken': '#f4f5f7',
    '--usher-good': '#1d7048',
    '--usher-good-soft': '#e4f4eb',
    '--usher-warn': '#8a5300',
    '--usher-warn-soft': '#fcf0dc',
    '--usher-bad': '#b3261e',
    '--usher-bad-soft': '#fbe9e7',
    '--usher-info': '#345a92',
    '--usher-info-soft': '#e8eff8',
    '--usher-quiet': '#56606c',
    '--usher-quiet-soft': '#eceef1',
  },
  dark: {
    ...SOFT,
    ...DANGER,
    '--mantine-color-body': '#14171b',
    '--mantine-color-text': '#dde1e6',
    '--mantine-color-dimmed': '#98a1ad',
    '--mantine-color-placeholder': '#838d9a',
    '--mantine-color-error': '#f0938b',
    '--mantine-color-anchor': '#94b3d9',
    '--usher-panel': '#1b1f25',
    '--usher-chart-main': '#6f98cc',
    '--usher-chart-second': '#cf9f4f',
    '--usher-chart-good': '#4f9d78',
    '--usher-chart-warn': '#c99443',
    '--usher-chart-bad': '#cf6259',
    '--usher-chart-quiet': '#5d6672',
    '--usher-line': '#2c323b',
    '--usher-sunken': '#20252c',
    '--usher-good': '#79cfa0',
    '--usher-good-soft': '#17342a',
    '--usher-warn': '#e8b765',
    '--usher-warn-soft': '#3a2d14',
    '--usher-bad': '#f0938b',
    '--usher-bad-soft': '#40211f',
    '--usher-info': '#9dbbe0',
    '--usher-info-soft': '#1f2e43',
    '--usher-quiet': '#a6afba',
    '--usher-quiet-soft': '#2a3038',
  },
});
