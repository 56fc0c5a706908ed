/**
 * Logs a demo user in from the log-in page, and takes the assignment at `unit` (the first one when
 * none is named) if the user has several.
 */
export async function signIn(page, base, userName, unit) {
  await page.goto(`${base}/logga-in`);
  await page.getByRole('button', { name: `Logga in som ${userName}`, exact: true }).click();
  await page.waitForURL((url) => url.pathname !== '/logga-in');
  if (new URL(page.url()).pathname === '/uppdrag') {
    const choices = page.locator('main button[name="uppdrag"]');
    await (unit ? choices.filter({ hasText: unit }) : choices).first().click();
    await page.waitForURL((url) => url.pathname !== '/uppdrag');
  }
}
