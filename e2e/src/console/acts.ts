import type { Locator, Page } from 'playwright-core';

type Words = string | RegExp;
type Within = Page | Locator;

/** What a person does at the console, in the words that they see. */
export async function signIn(page: Page, token: string, path = '/'): Promise<void> {
  await page.goto(path);
  await page.getByLabel('Operator token').fill(token);
  await press(page, 'Sign in');
  await page.getByRole('navigation', { name: 'Main navigation' }).waitFor();
}

export function press(within: Within, name: Words): Promise<void> {
  return button(within, name).click();
}

export function button(within: Within, name: Words): Locator {
  return within.getByRole('button', { name, exact: typeof name === 'string' });
}

/** Goes to a screen by the list at the side, and waits for its title. */
export async function open(page: Page, screen: string): Promise<void> {
  await page.getByRole('navigation', { name: 'Main navigation' }).getByRole('link', { name: screen }).click();
  await title(page, screen);
}

/** Waits for the screen with this title. */
export function title(page: Page, name: Words): Promise<void> {
  return page.getByRole('heading', { level: 1, name }).waitFor();
}

/** Chooses in a list that opens. */
export async function choose(within: Within, label: Words, option: Words): Promise<void> {
  const page = 'page' in within ? within.page() : within;
  await within.getByRole('combobox', { name: label }).click();
  await page.getByRole('option', { name: option, exact: typeof option === 'string' }).click();
}

/** Turns a switch on or off. */
export async function turn(within: Within, label: Words, on: boolean): Promise<void> {
  const control = within.getByRole('switch', { name: label });
  if ((await control.isChecked()) !== on) await control.click();
}

/** Waits until it is there to be seen. */
export function see(within: Within, text: Words): Promise<void> {
  return within.getByText(text).filter({ visible: true }).first().waitFor();
}

/** A panel by its title. */
export function panel(page: Page, name: Words): Locator {
  return page.locator('section').filter({ has: page.getByRole('heading', { name }) });
}

/** The dialog that is open. */
export function dialog(page: Page): Locator {
  return page.getByRole('dialog');
}
